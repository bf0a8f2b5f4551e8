// Where a dragged thing clicks into place: its edges and middles in line with those of its neighbours. Pure.

/** @typedef {import("./grids.js").Rect} Rect */
/** @typedef {{x1: number, y1: number, x2: number, y2: number}} Guide a line that shows what is in line */

/**
 * @param {Rect} rect as the pointer has it
 * @param {Rect[]} others
 * @param {number} tolerance in pixels of the plane
 * @returns {{dx: number, dy: number, guides: Guide[]}} what to move it by, and why
 */
export function snap(rect, others, tolerance) {
  const across = nearest(stops(rect.x, rect.width), others, (other) => stops(other.x, other.width), tolerance);
  const down = nearest(stops(rect.y, rect.height), others, (other) => stops(other.y, other.height), tolerance);
  const [dx, dy] = [across?.by ?? 0, down?.by ?? 0];
  const guides = [];
  if (across) {
    const [top, bottom] = span(rect.y + dy, rect.height, across.other.y, across.other.height);
    guides.push({ x1: across.at, y1: top, x2: across.at, y2: bottom });
  }
  if (down) {
    const [left, right] = span(rect.x + dx, rect.width, down.other.x, down.other.width);
    guides.push({ x1: left, y1: down.at, x2: right, y2: down.at });
  }
  return { dx, dy, guides };
}

/** @param {number} start @param {number} length @returns {number[]} edge, edge, middle */
function stops(start, length) {
  return [start, start + length, start + length / 2];
}

/**
 * @param {number[]} own @param {Rect[]} others @param {(other: Rect) => number[]} stopsOf @param {number} tolerance
 * @returns {{by: number, at: number, other: Rect} | undefined}
 */
function nearest(own, others, stopsOf, tolerance) {
  let best;
  let least = tolerance;
  for (const other of others) {
    const theirs = stopsOf(other);
    own.forEach((mine, place) => {
      theirs.forEach((stop, number) => {
        if ((place === 2) !== (number === 2)) return; // a middle is in line with middles only
        const distance = Math.abs(stop - mine);
        if (distance < least) [least, best] = [distance, { by: stop - mine, at: stop, other }];
      });
    });
  }
  return best;
}

/** @param {number} a @param {number} aLength @param {number} b @param {number} bLength */
function span(a, aLength, b, bLength) {
  return [Math.min(a, b) - 12, Math.max(a + aLength, b + bLength) + 12];
}
