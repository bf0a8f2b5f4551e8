// The shortest chain of relationships between two tables, whichever way each of them leads. Pure.

/** @typedef {import("./scenes.js").Scene} Scene */
/** @typedef {import("./scenes.js").Edge} Edge */

/**
 * @param {Scene} scene @param {string} from @param {string} to ids of cards that are shown
 * @returns {{ids: string[], edges: Edge[]} | null} the cards from the one to the other and what joins them; null where nothing does
 */
export function findPath(scene, from, to) {
  /** @type {Map<string, Edge | null>} by card, what led there first */
  const led = new Map([[from, null]]);
  const waiting = [from];
  for (const id of waiting) {
    if (id === to) return walkBack(led, to);
    for (const edge of scene.edgesOf.get(id) ?? []) {
      const other = edge.child === id ? edge.parent : edge.child;
      if (led.has(other) || scene.hidden.has(other)) continue;
      led.set(other, edge);
      waiting.push(other);
    }
  }
  return null;
}

/** @param {Map<string, Edge | null>} led @param {string} to */
function walkBack(led, to) {
  const ids = [to];
  /** @type {Edge[]} */
  const edges = [];
  for (let edge = led.get(to); edge; edge = led.get(ids[0])) {
    edges.unshift(edge);
    ids.unshift(edge.child === ids[0] ? edge.parent : edge.child);
  }
  return { ids, edges };
}
