// The answer's timeline as a picture. Every mark differs by shape as well as by colour, and the
// list beside it says the same in words. Places come from the engine as numbers of days.
import { arrange, el, fill, svg } from "./dom.mjs";

/**
 * @typedef {import("./types").Timeline} Timeline
 * @typedef {{day: number, label: string, shape: string, words: string}} Row
 */

const NARROWEST = 620; // pixels: below that the picture scrolls inside its box
const SIDE = 14; // free space left and right of the first and last day
const HEAD = 44; // today above, the months below it
const ROW = 22;
const HALF = 6; // half the size of a mark

/** Shape, and words for the key, of each kind of mark. @type {Record<string, [string, string]>} */
const KINDS = {
  held: ["square", "Held"], booked: ["square-open", "Booked"],
  waiting: ["ring", "Not due yet"], due: ["diamond", "Due now"], overdue: ["triangle", "Overdue"],
  overtaken: ["triangle-open", "No date entered, what it led up to has been held"],
  met: ["tick", "Done in time"], met_late: ["cross", "Done late"], too_early: ["cross", "Held too early"],
  ended: ["bar", "The plan ended first"], not_started: ["ring", "Not started"], not_known: ["ring", "Not known"],
};

/** @param {string} shape @param {number} x @param {number} y */
function mark(shape, x, y) {
  const points = (/** @type {number[][]} */ list) => list.map(([dx, dy]) => `${x + dx},${y + dy}`).join(" ");
  const kind = `dc-mark dc-mark-${shape}`;
  const h = HALF;
  if (shape === "square" || shape === "square-open") return svg("rect", { class: kind, x: x - h, y: y - h, width: 2 * h, height: 2 * h });
  if (shape === "ring") return svg("circle", { class: kind, cx: x, cy: y, r: h });
  if (shape === "diamond") return svg("polygon", { class: kind, points: points([[0, -h - 2], [h + 2, 0], [0, h + 2], [-h - 2, 0]]) });
  if (shape.startsWith("triangle")) return svg("polygon", { class: kind, points: points([[0, -h - 1], [h + 1, h], [-h - 1, h]]) });
  if (shape === "tick") return svg("polyline", { class: kind, points: points([[-h, 0], [-1, h - 1], [h + 1, -h]]) });
  if (shape === "cross") return svg("path", { class: kind, d: `M${x - h},${y - h}l${2 * h},${2 * h}M${x - h},${y + h}l${2 * h},${-2 * h}` });
  return svg("rect", { class: kind, x: x - 2, y: y - h, width: 4, height: 2 * h });
}

/** @param {Timeline} timeline @returns {Row[]} events and limits together, in time order */
function rowsOf(timeline) {
  /** @type {Row[]} */
  const rows = [
    ...timeline.events.map(({ day, label, held }) => {
      const [shape, words] = KINDS[held ? "held" : "booked"];
      return { day, label: label.charAt(0).toUpperCase() + label.slice(1), shape, words };
    }),
    ...timeline.marks.map(({ day, label, status }) => {
      const [shape, words] = KINDS[status] ?? KINDS.not_known;
      return { day, label, shape, words };
    }),
  ];
  return rows.sort((a, b) => a.day - b.day);
}

/**
 * Draw the picture.
 * @param {Timeline} timeline
 * @param {string} todayLabel what the line of today is called: "Today", or the day it is worked out as on
 * @param {number} width of the picture in pixels
 * @returns {{picture: SVGElement, key: string[][]}} the picture, and shape and words of each kind of mark in it
 */
export function draw(timeline, todayLabel, width) {
  const rows = rowsOf(timeline);
  const height = HEAD + rows.length * ROW + 12;
  const place = (/** @type {number} */ day) => SIDE + (day / Math.max(1, timeline.days)) * (width - 2 * SIDE);
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img", class: "dc-svg",
    "aria-label": `Timeline with ${rows.length} dates. The same dates are in the list.`,
  });
  const every = Math.ceil((timeline.months.length * 76) / width); // labels must not run into one another
  timeline.months.forEach(({ day, label }, index) => {
    const x = place(day);
    picture.append(svg("line", { class: "dc-month", x1: x, x2: x, y1: HEAD - 12, y2: height }));
    if (index % every === 0 && x < width - 60) picture.append(svg("text", { class: "dc-month-label", x: x + 3, y: HEAD - 16 }, short(label)));
  });
  if (timeline.today !== null) {
    const x = place(timeline.today);
    const right = x < width - 140;
    picture.append(
      svg("line", { class: "dc-today", x1: x, x2: x, y1: 12, y2: height }),
      svg("text", { class: "dc-today-label", x: right ? x + 4 : x - 4, y: 11, "text-anchor": right ? "start" : "end" }, todayLabel));
  }
  rows.forEach((row, index) => {
    const x = place(row.day);
    const y = HEAD + index * ROW + ROW / 2;
    const right = x < width / 2;
    picture.append(
      svg("line", { class: "dc-rule", x1: SIDE, x2: width - SIDE, y1: y, y2: y }),
      mark(row.shape, x, y),
      svg("text", { class: "dc-label", x: right ? x + 13 : x - 13, y: y + 4.5, "text-anchor": right ? "start" : "end" }, row.label));
  });
  /** @type {Map<string, string>} */
  const key = new Map();
  for (const { shape, words } of rows) key.set(words, shape);
  return { picture, key: [...key].map(([words, shape]) => [shape, words]) };
}

/** @param {string} month "April 2026" @returns {string} "Apr 2026": there is little room, and the picture is not read out */
const short = (month) => month.replace(/^([A-Z][a-z]{2})[a-z]*/, "$1");

/** @param {string} shape @param {string} words one line of the key */
function keyLine(shape, words) {
  return el("li", {}, svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "dc-key-mark" }, mark(shape, 10, 10)), words);
}

/**
 * Put the picture and its key into the page.
 * @param {HTMLElement} section
 * @param {Timeline | null} timeline
 * @param {string} todayLabel
 */
export function showTimeline(section, timeline, todayLabel) {
  section.hidden = timeline === null;
  if (!timeline) return;
  const box = section.querySelector("[data-part=timeline]");
  const list = section.querySelector("[data-part=key]");
  if (!box || !list) return;
  const width = Math.max(NARROWEST, box.clientWidth);
  const wanted = JSON.stringify([timeline, todayLabel, width]);
  if (section.dataset.drawn === wanted) return;
  section.dataset.drawn = wanted;
  const { picture, key } = draw(timeline, todayLabel, width);
  fill(box, picture);
  arrange(list, key.map(([shape, words]) => keyLine(shape, words)));
}
