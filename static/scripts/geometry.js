// Where a plane lies in a frame, and what lies where on it. Pure: numbers in, numbers out, CSS pixels throughout.

/** @typedef {{x: number, y: number, scale: number}} Position */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{x: number, y: number}} Point */

export const SMALLEST = 0.02;
export const LARGEST = 4;

/**
 * @param {Size} plane at scale 1
 * @param {Size} frame
 * @param {number} [margin] kept free in all, both sides together
 * @returns {Position} the whole plane in the middle of the frame, never larger than life
 */
export function fitInto(plane, frame, margin = 56) {
  const wanted = Math.min((frame.width - margin) / plane.width, (frame.height - margin) / plane.height, 1);
  const scale = Math.max(SMALLEST, wanted);
  return { x: (frame.width - plane.width * scale) / 2, y: (frame.height - plane.height * scale) / 2, scale };
}

/**
 * @param {Position} position
 * @param {number} factor above 1 is nearer
 * @param {Point} point of the frame, which stays where it is
 * @returns {Position}
 */
export function zoomAbout(position, factor, point) {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, position.scale * factor));
  const grown = scale / position.scale;
  return { x: point.x - (point.x - position.x) * grown, y: point.y - (point.y - position.y) * grown, scale };
}

/**
 * The nearest thing in a direction. What lies aside counts double, so that a row is followed before the next one.
 * @template T
 * @param {Point} from
 * @param {string} key an arrow key
 * @param {Iterable<[T, Point]>} others
 * @returns {T | undefined}
 */
export function nearestTowards(from, key, others) {
  const isSideways = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  /** @type {T | undefined} */
  let best;
  let least = Infinity;
  for (const [name, there] of others) {
    const along = sign * (isSideways ? there.x - from.x : there.y - from.y);
    const across = Math.abs(isSideways ? there.y - from.y : there.x - from.x);
    const distance = along + 2 * across;
    if (along > 1 && distance < least) [best, least] = [name, distance];
  }
  return best;
}

/**
 * @param {number} rows how many rows a point lies below the top of the first @param {number} count
 * @returns {number} the gap between rows that is nearest: 0 is above the first, `count` below the last
 */
export function gapAt(rows, count) {
  return Math.min(count, Math.max(0, Math.round(rows)));
}

/** @param {number} from @param {number} gap @returns {number} the place of a row that is taken from one and put into the gap */
export function placeAfter(from, gap) {
  return gap > from ? gap - 1 : gap;
}
