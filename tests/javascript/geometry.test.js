// What the canvas computes, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST, SMALLEST, fitInto, gapAt, nearestTowards, placeAfter, zoomAbout } from "../../static/scripts/geometry.js";

test("a large plane is made to fit and lies in the middle", () => {
  const { x, y, scale } = fitInto({ width: 2000, height: 500 }, { width: 1056, height: 756 });
  assert.equal(scale, 0.5);
  assert.equal(x, 28);
  assert.equal(y, (756 - 250) / 2);
});

test("a small plane is not blown up", () => {
  assert.equal(fitInto({ width: 100, height: 100 }, { width: 1000, height: 800 }).scale, 1);
});

test("zooming leaves the point under the pointer where it is", () => {
  const before = { x: 40, y: -30, scale: 0.8 };
  const point = { x: 300, y: 200 };
  const after = zoomAbout(before, 1.7, point);
  const onPlane = (position) => (point.x - position.x) / position.scale;
  assert.ok(Math.abs(onPlane(before) - onPlane(after)) < 1e-9);
});

test("zooming stops at both ends", () => {
  const start = { x: 0, y: 0, scale: 1 };
  assert.equal(zoomAbout(start, 1000, { x: 0, y: 0 }).scale, LARGEST);
  assert.equal(zoomAbout(start, 1e-6, { x: 0, y: 0 }).scale, SMALLEST);
});

test("an arrow key goes to the next thing in its row before a nearer one aside", () => {
  const others = new Map([
    ["same row", { x: 300, y: 5 }],
    ["aside but nearer", { x: 200, y: 180 }],
    ["behind", { x: -50, y: 0 }],
  ]);
  assert.equal(nearestTowards({ x: 0, y: 0 }, "ArrowRight", others), "same row");
  assert.equal(nearestTowards({ x: 0, y: 0 }, "ArrowLeft", others), "behind");
  assert.equal(nearestTowards({ x: 0, y: 0 }, "ArrowUp", others), undefined);
});

test("a row goes into the gap that is nearest, and stays where it is next to itself", () => {
  assert.deepEqual([-3, 0.4, 0.6, 9].map((rows) => gapAt(rows, 4)), [0, 0, 1, 4]);
  assert.deepEqual([0, 1, 2, 3, 4].map((gap) => placeAfter(1, gap)), [0, 1, 1, 2, 3]);
});
