// In each page of `handbook serve`: what is wrong in a saved file, and the page anew once it has been made.
const box = document.createElement("section");
box.className = "live";
box.setAttribute("role", "status");
box.hidden = true;
document.body.append(box);
// What is edited is not kept for use offline: nothing is to say that it is being got ready.
for (const place of document.querySelectorAll("[data-offline]")) (place.closest(".hb-row") ?? place).remove();

/** @param {string} title @param {string[]} lines */
function show(title, lines = []) {
  const heading = document.createElement("h2");
  heading.textContent = title;
  const list = document.createElement("ul");
  for (const line of lines) {
    const item = document.createElement("li");
    item.textContent = line;
    list.append(item);
  }
  box.replaceChildren(heading, ...(lines.length > 0 ? [list] : []));
  box.classList.toggle("live-wrong", lines.length > 0);
  box.hidden = false;
}

const last = "first" in document.body.dataset ? "" : "; the page is the last good one";
const here = location.pathname.replace(/^\//, "");
const events = new EventSource(`/_live/events?page=${encodeURIComponent(location.pathname)}`);
events.addEventListener("message", ({ data }) => {
  const { state, problems = [], pages = [] } = JSON.parse(data);
  if (state === "checking") show("Saved: being checked …");
  else if (state === "wrong") show(`${problems.length === 1 ? "1 problem" : `${problems.length} problems`} in the saved rules${last}`, problems);
  else if (state === "failed") show(`The page could not be made${last}`, problems);
  else if (state === "making") show("Checked: being made again …");
  else if (state === "whole" || (state === "made" && pages.includes(here))) location.reload();
});
events.addEventListener("error", () => show("The server has stopped. Start handbook serve again."));
addEventListener("pagehide", () => events.close());
