// One table amid its neighbours: what it refers to on the left, what refers to it on the right. Pure.

/** @typedef {import("./scenes.js").Scene} Scene */
/** @typedef {import("./scenes.js").Card} Card */

const ACROSS = 140; // pixels between columns
const DOWN = 36; // pixels between cards
const HIGHEST = 1600; // of a column before the next one is begun, where few stand there
const PROPORTION = 1.4; // of width to height, where many do

/**
 * @param {Scene} scene @param {string} id
 * @returns {Map<string, {x: number, y: number}>} places for the card, which stays, and its neighbours
 */
export function arrangeAround(scene, id) {
  const middle = scene.cards.get(id);
  /** @type {Map<string, {x: number, y: number}>} */
  const places = new Map();
  if (!middle) return places;
  const edges = scene.edgesOf.get(id) ?? [];
  const left = new Set(edges.filter((edge) => edge.child === id).map((edge) => edge.parent));
  const right = new Set(edges.filter((edge) => edge.parent === id).map((edge) => edge.child));
  left.delete(id);
  for (const other of [id, ...left]) right.delete(other);
  places.set(id, { x: middle.x, y: middle.y });
  stack(scene.all(left), middle, -1, places);
  stack(scene.all(right), middle, 1, places);
  return places;
}

/**
 * Columns of cards beside the middle one, each about its height.
 * @param {Card[]} cards @param {Card} middle @param {number} side -1 is left
 * @param {Map<string, {x: number, y: number}>} places
 */
function stack(cards, middle, side, places) {
  /** @type {Card[][]} */
  const columns = [];
  // Columns of this height side by side fill a frame as wide as a screen is.
  const area = cards.reduce((sum, card) => sum + (card.width + ACROSS) * (card.height + DOWN), 0);
  const highest = Math.max(HIGHEST, Math.sqrt(area / PROPORTION));
  let height = Infinity;
  for (const card of [...cards].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (height + card.height > highest) [height] = [columns.push([]) && 0];
    columns[columns.length - 1].push(card);
    height += card.height + DOWN;
  }
  let x = side < 0 ? middle.x : middle.x + middle.width;
  for (const column of columns) {
    const width = Math.max(...column.map((card) => card.width));
    const whole = column.reduce((sum, card) => sum + card.height + DOWN, -DOWN);
    let y = middle.y + middle.height / 2 - whole / 2;
    x += side * ACROSS;
    for (const card of column) {
      places.set(card.id, { x: side < 0 ? x - card.width : x, y });
      y += card.height + DOWN;
    }
    x += side * width;
  }
}

/**
 * Where a press on a mark of a column leads: from a foreign key out, from a key in.
 * @param {import("./scenes.js").Edge[]} edges of the card
 * @param {string} cardId @param {string} columnId @param {"out" | "in"} way
 * @returns {Set<string>} ids of cards
 */
export function endsOf(edges, cardId, columnId, way) {
  const led = edges.filter((edge) =>
    way === "out" ? edge.child === cardId && edge.child_rows.includes(columnId) : edge.parent === cardId && edge.parent_rows.includes(columnId),
  );
  return new Set(led.map((edge) => (way === "out" ? edge.parent : edge.child)));
}
