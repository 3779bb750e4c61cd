// What was ticked and written at an item, in one line.
import { inFull } from "./date-text.mjs";

/** @typedef {import("./types").Tick} Tick */

/** @param {Tick | undefined} tick @returns {string} who, why, and what was noted; empty where nothing was written */
export function writtenWords(tick) {
  return [tick?.by, tick?.reason && `Reason: ${tick.reason}`, tick?.note && `Note: ${tick.note}`, tick?.evidence && `Evidence: ${tick.evidence}`]
    .filter(Boolean).join(". ");
}

/** @param {Tick} tick @returns {string} how an item was left, where no list shows it any more */
export function tickWords(tick) {
  const status = { done: "Done", not_applicable: "Not applicable", to_do: "To do" }[tick.status];
  return [`${status}${tick.on ? ` on ${inFull(tick.on)}` : ""}`, writtenWords(tick)].filter(Boolean).join(". ");
}

/**
 * @param {import("./types").Sheet["retired"][number]} item one that is no longer asked
 * @param {Tick | undefined} tick
 * @returns {string}
 */
export function retiredWords({ action, words, ended, now }, tick) {
  return [action, words, writtenWords(tick), `Asked until ${ended}`, now && `Now: ${now}`].filter(Boolean).join(". ");
}
