// The way of a line between two cards: level and upright runs that go around what stands between. Pure.
import { grown, touches } from "./grids.js";

/** @typedef {import("./grids.js").Rect} Rect */
/** @typedef {[number, number]} Spot a point as x and y */
/** @typedef {{box: Rect, y: number}} End a card and the height on it at which the line meets it */

const STUB = 26; // a crow's foot with its circle is 20 long
const CLEARANCE = 10; // what a line keeps from a card it passes
const CROSSING = 4000; // as bad as this many pixels of detour

/**
 * @param {End} child @param {End} parent
 * @param {(rect: Rect) => Iterable<Rect>} cardsNear
 * @returns {Spot[]} from the child's edge to the parent's
 */
export function route(child, parent, cardsNear) {
  let best = /** @type {Spot[]} */ ([]);
  let least = Infinity;
  for (const way of ways(child, parent, cardsNear)) {
    const cost = lengthOf(way) + CROSSING * crossings(way, child.box, parent.box, cardsNear);
    if (cost < least) [best, least] = [way, cost];
    if (cost < CROSSING) break; // the ways come shortest first, so this one is free and short
  }
  return tidy(best);
}

/**
 * @param {End} child @param {End} parent @param {(rect: Rect) => Iterable<Rect>} cardsNear
 * @returns {Generator<Spot[]>}
 */
function* ways(child, parent, cardsNear) {
  const sides = [-1, 1].flatMap((a) => [-1, 1].map((b) => /** @type {[number, number]} */ ([a, b])));
  const starts = sides.map(([a, b]) => {
    const [x1, x2] = [edgeOf(child.box, a), edgeOf(parent.box, b)];
    return { a, b, x1, x2, out1: x1 + a * STUB, out2: x2 + b * STUB, cost: Math.abs(x1 + a * STUB - x2 - b * STUB) };
  });
  starts.sort((one, other) => one.cost - other.cost);
  for (const { a, b, x1, x2, out1, out2 } of starts) {
    if (a === b) {
      const x = a > 0 ? Math.max(out1, out2) : Math.min(out1, out2);
      yield [[x1, child.y], [x, child.y], [x, parent.y], [x2, parent.y]];
    } else if (a > 0 ? out1 <= out2 : out1 >= out2) {
      for (const part of [0.5, 0, 1]) {
        const x = out1 + (out2 - out1) * part + (part === 0.5 && Math.abs(out2 - out1) > 60 ? lane(child.y) : 0);
        yield [[x1, child.y], [x, child.y], [x, parent.y], [x2, parent.y]];
      }
    }
  }
  // Nothing simple is free: over, under or between what is in the way.
  for (const { x1, x2, out1, out2 } of starts) {
    for (const y of levels(child, parent, out1, out2, cardsNear)) {
      yield [[x1, child.y], [out1, child.y], [out1, y], [out2, y], [out2, parent.y], [x2, parent.y]];
    }
  }
}

/** Lines that leave neighbouring rows run side by side, not on each other. @param {number} y */
function lane(y) {
  return ((Math.round(y / 20) % 5) - 2) * 6;
}

/**
 * Heights at which a level run might be free: beside both ends, and above and below each card between.
 * @param {End} child @param {End} parent @param {number} x1 @param {number} x2
 * @param {(rect: Rect) => Iterable<Rect>} cardsNear
 */
function levels(child, parent, x1, x2, cardsNear) {
  const top = Math.min(child.box.y, parent.box.y);
  const bottom = Math.max(child.box.y + child.box.height, parent.box.y + parent.box.height);
  const between = { x: Math.min(x1, x2), y: top - 200, width: Math.abs(x1 - x2), height: bottom - top + 400 };
  const found = [child.box, parent.box, ...cardsNear(between)].flatMap((box) => [
    box.y - 2 * CLEARANCE,
    box.y + box.height + 2 * CLEARANCE,
  ]);
  const detour = (/** @type {number} */ y) => Math.abs(y - child.y) + Math.abs(y - parent.y);
  return [...new Set(found)].sort((a, b) => detour(a) - detour(b)).slice(0, 12);
}

/** @param {Rect} box @param {number} side -1 is left */
function edgeOf(box, side) {
  return side < 0 ? box.x : box.x + box.width;
}

/**
 * @param {Spot[]} way @param {Rect} child @param {Rect} parent @param {(rect: Rect) => Iterable<Rect>} cardsNear
 * @returns {number} how many cards the way runs through
 */
function crossings(way, child, parent, cardsNear) {
  let count = 0;
  for (let number = 0; number + 1 < way.length; number += 1) {
    const run = rectOf(way[number], way[number + 1]);
    for (const box of cardsNear(run)) {
      const isEnd = box === child || box === parent;
      // The runs at a card's own edge touch it; elsewhere a line keeps its distance.
      if (touches(run, grown(box, isEnd ? -1 : CLEARANCE / 2))) count += 1;
    }
  }
  return count;
}

/** @param {Spot} a @param {Spot} b @returns {Rect} */
export function rectOf(a, b) {
  return { x: Math.min(a[0], b[0]), y: Math.min(a[1], b[1]), width: Math.abs(a[0] - b[0]), height: Math.abs(a[1] - b[1]) };
}

/** @param {Spot[]} way */
function lengthOf(way) {
  let length = 0;
  for (let number = 0; number + 1 < way.length; number += 1) {
    length += Math.abs(way[number][0] - way[number + 1][0]) + Math.abs(way[number][1] - way[number + 1][1]);
  }
  return length + 20 * way.length;
}

/** @param {Spot[]} way @returns {Spot[]} without points that lie on a straight run */
function tidy(way) {
  return way.filter((spot, number) => {
    const [before, after] = [way[number - 1], way[number + 1]];
    if (!before || !after) return true;
    return !((before[0] === spot[0] && spot[0] === after[0]) || (before[1] === spot[1] && spot[1] === after[1]));
  });
}
