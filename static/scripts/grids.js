// Finds what lies in a rectangle without asking everything: a plane cut into squares.

/** @typedef {{x: number, y: number, width: number, height: number}} Rect in CSS pixels of the plane at scale 1 */

const CELL = 768; // about the size of a few cards: small enough to skip most, large enough to keep few lists

/** @template T */
export class Grid {
  constructor() {
    /** @type {Map<number, Set<T>>} */
    this.cells = new Map();
    /** @type {Map<T, number[]>} the squares a thing lies in */
    this.homes = new Map();
  }

  /**
   * Adds a thing, or moves it to other rectangles.
   * @param {T} thing @param {Rect[]} rects what it covers
   */
  put(thing, rects) {
    this.remove(thing);
    const keys = new Set(rects.flatMap((rect) => keysOf(rect)));
    for (const key of keys) {
      const cell = this.cells.get(key);
      if (cell) cell.add(thing);
      else this.cells.set(key, new Set([thing]));
    }
    this.homes.set(thing, [...keys]);
  }

  /** @param {T} thing */
  remove(thing) {
    for (const key of this.homes.get(thing) ?? []) this.cells.get(key)?.delete(thing);
    this.homes.delete(thing);
  }

  /**
   * @param {Rect} rect
   * @returns {Set<T>} everything in the squares the rectangle touches: all that lies in it, and some that lies near
   */
  near(rect) {
    /** @type {Set<T>} */
    const found = new Set();
    for (const key of keysOf(rect)) {
      for (const thing of this.cells.get(key) ?? []) found.add(thing);
    }
    return found;
  }
}

/** @param {Rect} rect @returns {number[]} */
function keysOf(rect) {
  const keys = [];
  const [left, top] = [Math.floor(rect.x / CELL), Math.floor(rect.y / CELL)];
  const [right, bottom] = [Math.floor((rect.x + rect.width) / CELL), Math.floor((rect.y + rect.height) / CELL)];
  for (let column = left; column <= right; column += 1) {
    for (let row = top; row <= bottom; row += 1) keys.push((column + 4096) * 8192 + row + 4096);
  }
  return keys;
}

/** @param {Rect} a @param {Rect} b @returns {boolean} whether they have a point in common */
export function touches(a, b) {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** @param {Rect[]} rects @returns {Rect} the smallest rectangle around all of them; empty at 0, 0 for none */
export function around(rects) {
  if (rects.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {Rect} rect @param {number} margin @returns {Rect} */
export function grown(rect, margin) {
  return { x: rect.x - margin, y: rect.y - margin, width: rect.width + 2 * margin, height: rect.height + 2 * margin };
}
