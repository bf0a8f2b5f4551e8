// The branches of the list that a card of the canvas is on: its kind, its schema, its area and itself. Pure.

/** @typedef {import("./scenes.js").Card} Card */
/** @typedef {import("./marks.js").Marks} Marks */
/** @typedef {{id: string, name: string, colour: string, count: number}} AreaBranch */

/** The group of the list in which each kind of card stands. @type {Record<string, string>} */
const GROUPS = { table: "tables", managed: "tables", view: "views", materialized: "views", enum: "enums" };

/**
 * The branches a card is on.
 * @param {Card} card @param {Marks} marks
 * @returns {string[]} their keys
 */
export function keysOf(card, marks) {
  const area = areaOf(card, marks);
  return [`kind:${GROUPS[card.kind]}`, `schema:${card.schema}`, ...(area ? [`area:${area}`] : []), `object:${card.id}`];
}

/** @param {Card} card @param {Marks} marks @returns {string} the id of the area it lies in; empty for none */
export function areaOf(card, marks) {
  const area = marks.placements[card.id]?.area;
  return area && marks.areas[area] ? area : "";
}

/**
 * The areas that have cards, by name.
 * @param {Iterable<Card>} cards @param {Marks} marks
 * @returns {AreaBranch[]}
 */
export function areasOf(cards, marks) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const card of cards) counts.set(areaOf(card, marks), (counts.get(areaOf(card, marks)) ?? 0) + 1);
  counts.delete("");
  return [...counts]
    .map(([id, count]) => ({ id, name: marks.areas[id].name, colour: marks.areas[id].colour, count }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * What is in sight, in words: "12", or "9 of 12" where something is hidden.
 * @param {number} count @param {number} hidden
 */
export function shownOf(count, hidden) {
  return hidden ? `${count - hidden} of ${count}` : String(count);
}
