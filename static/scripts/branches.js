// What the canvas shows, by kind, schema and area: the branches whose eyes are opened and closed. Pure.

/** @typedef {import("./scenes.js").Card} Card */
/** @typedef {import("./marks.js").Marks} Marks */
/** @typedef {{key: string, heading: string, name: string, count: number}} Branch */

/** @type {Record<string, string>} */
const KINDS = { table: "Tables", managed: "Tables of Supabase", view: "Views", materialized: "Materialized views", enum: "Enums" };

/**
 * The branches a card is on.
 * @param {Card} card @param {Marks} marks
 * @returns {string[]} their keys
 */
export function keysOf(card, marks) {
  const area = marks.placements[card.id]?.area;
  return [`kind:${card.kind}`, `schema:${card.schema}`, ...(area && marks.areas[area] ? [`area:${area}`] : [])];
}

/**
 * Everything there is to open and close: kinds and schemas where there are several, and areas.
 * @param {Iterable<Card>} cards @param {Marks} marks
 * @returns {Branch[]}
 */
export function branchesOf(cards, marks) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const card of cards) for (const key of keysOf(card, marks)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const of = (/** @type {string} */ part, /** @type {string} */ heading, /** @type {(id: string) => string} */ nameOf) =>
    [...counts]
      .filter(([key]) => key.startsWith(`${part}:`))
      .map(([key, count]) => ({ key, heading, name: nameOf(key.slice(part.length + 1)), count }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  const kinds = of("kind", "Kinds", (kind) => KINDS[kind] ?? kind);
  const schemas = of("schema", "Schemas", (schema) => schema);
  const areas = of("area", "Areas", (id) => marks.areas[id].name);
  return [...(kinds.length > 1 ? kinds : []), ...(schemas.length > 1 ? schemas : []), ...areas];
}
