// Aligning and distributing. Pure: rectangles in, places out.
import { around, touches } from "./grids.js";

/** @typedef {import("./grids.js").Rect & {id: string}} Box */
/** @typedef {Map<string, {x: number, y: number}>} Places */

/** @param {Box[]} boxes @param {string} how left, centre, right, top, middle or bottom @returns {Places} */
export function align(boxes, how) {
  const all = around(boxes);
  /** @type {Record<string, (box: Box) => {x: number, y: number}>} */
  const ways = {
    left: ({ y }) => ({ x: all.x, y }),
    centre: ({ y, width }) => ({ x: all.x + (all.width - width) / 2, y }),
    right: ({ y, width }) => ({ x: all.x + all.width - width, y }),
    top: ({ x }) => ({ x, y: all.y }),
    middle: ({ x, height }) => ({ x, y: all.y + (all.height - height) / 2 }),
    bottom: ({ x, height }) => ({ x, y: all.y + all.height - height }),
  };
  return new Map(boxes.map((box) => [box.id, ways[how](box)]));
}

const LEAST_GAP = 24;

/**
 * Even gaps between the boxes in their order; they spread out if they do not fit where they are.
 * @param {Box[]} boxes @param {string} axis across or down
 * @returns {Places}
 */
export function distribute(boxes, axis) {
  const [at, length] = axis === "across" ? /** @type {const} */ (["x", "width"]) : /** @type {const} */ (["y", "height"]);
  const ordered = [...boxes].sort((a, b) => a[at] - b[at]);
  const all = around(boxes);
  const taken = boxes.reduce((sum, box) => sum + box[length], 0);
  const gap = Math.max(LEAST_GAP, (all[length] - taken) / Math.max(1, boxes.length - 1));
  /** @type {Places} */
  const places = new Map();
  let next = all[at];
  for (const box of ordered) {
    places.set(box.id, { x: box.x, y: box.y, [at]: next });
    next += box[length] + gap;
  }
  return places;
}

const STEP = 160;
const FURTHEST = 60; // rings

/**
 * The nearest place to where a rectangle is that none of the others touches.
 * @param {import("./grids.js").Rect} rect @param {import("./grids.js").Rect[]} others
 * @returns {import("./grids.js").Rect}
 */
export function findRoom(rect, others) {
  for (let ring = 0; ring <= FURTHEST; ring += 1) {
    for (let along = -ring; along <= ring; along += 1) {
      for (const [column, row] of [[ring, along], [along, ring], [-ring, along], [along, -ring]]) {
        const place = { ...rect, x: rect.x + column * STEP, y: rect.y + row * STEP };
        if (!others.some((other) => touches(place, other))) return place;
      }
    }
  }
  return rect;
}
