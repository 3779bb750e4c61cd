// Runs in the page before the page's own scripts: notes when things are on screen, in milliseconds
// since navigation start, collects long tasks, and fills in the form as a fast typist would.
(() => {
  const WATCHED = {
    form: "date-calculator form:not([hidden])",
    reckoner: 'li[data-source="reckoner"]:not([data-latest=""])',
    engine: 'li[data-source="engine"]:not([data-latest=""])',
    downloading: 'body[data-engine="downloading"]',
    starting: 'body[data-engine="starting"]',
    ready: 'body[data-engine="ready"]',
    failed: 'body[data-engine="failed"]',
    answer: "body[data-answer]",
  };
  const times = {};
  const longTasks = [];
  const waiting = new Map();
  let toEnter = null;

  /** Resolves once what is on the page now has been painted. */
  function painted() {
    return new Promise((resolve) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    }));
  }

  async function note(name) {
    times[name] = null; // seen, not yet painted
    times[name] = await painted();
    waiting.get(name)?.();
  }

  function look() {
    if (toEnter && document.querySelector(WATCHED.form)) {
      const entered = toEnter;
      toEnter = null;
      enter(entered);
    }
    for (const [name, selector] of Object.entries(WATCHED)) {
      if (!(name in times) && document.querySelector(selector)) note(name);
    }
  }

  function type(field, text) {
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: "insertText" }));
  }

  function enter({ area, event, date }) {
    const choice = document.querySelector("#area");
    choice.focus();
    choice.value = area;
    choice.dispatchEvent(new Event("input", { bubbles: true }));
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    const [year, month, day] = date.split("-").map(String);
    for (const [box, text] of Object.entries({ day, month, year })) {
      type(document.querySelector(`[data-event="${event}"] [data-box="${box}"]`), text);
    }
  }

  /** Type another day of the month; resolves with the milliseconds until the new list is on screen. */
  function change(event, day) {
    const list = document.querySelector("[data-part=dated]");
    const box = document.querySelector(`[data-event="${event}"] [data-box=day]`);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("the list did not change")), 10000);
      const observer = new MutationObserver(async () => {
        observer.disconnect();
        clearTimeout(late);
        resolve(await painted() - started);
      });
      observer.observe(list, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-latest"] });
      const started = performance.now();
      type(box, day);
    });
  }

  /** Change the date through the days in turn, with a pause after each. */
  async function changes(event, days, pause) {
    const taken = [];
    for (const day of days) {
      taken.push(await change(event, String(day)));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return taken;
  }

  /** Resolves with all times once the named thing is on screen; rejects after so many milliseconds. */
  function until(name, patience) {
    return new Promise((resolve, reject) => {
      const done = () => resolve({ times, longTasks });
      if (times[name]) done();
      else waiting.set(name, done);
      setTimeout(() => reject(new Error(`no ${name} after ${patience} ms: ${JSON.stringify(times)}`)), patience);
    });
  }

  if (window !== window.top) return;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push({ start: startTime, ms: duration });
  }).observe({ type: "longtask", buffered: true });
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true,
    attributeFilter: ["hidden", "data-source", "data-latest", "data-engine", "data-answer"],
  });
  window.probe = { until, changes, longTasks, enter: (values) => { toEnter = values; } };
})();
