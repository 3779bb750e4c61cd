// What was ticked and written at an item, in one line.
import { inFull } from "./date-text.mjs";
import { apart } from "./plain.mjs";

/** @typedef {import("./types").Tick} Tick */

/** @param {Tick | undefined} tick @returns {string} who, why, and what was noted; empty where nothing was written */
export function writtenWords(tick) {
  return [tick?.by && apart(tick.by), tick?.reason && `Reason: ${apart(tick.reason)}`, tick?.note && `Note: ${apart(tick.note)}`,
    tick?.evidence && `Evidence: ${apart(tick.evidence)}`]
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
