// Patches of what people make of the canvas, snapping and arranging, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { align, distribute, findRoom } from "../../static/scripts/arrangements.js";
import { applyTo, inverseOf, isEmpty, isHandMade, joined, looking, noMarks, placing } from "../../static/scripts/marks.js";
import { snap } from "../../static/scripts/snaps.js";

const CARDS = [
  { id: "a", x: 0.4, y: 0 },
  { id: "b", x: 300, y: 20 },
];
const box = (x, y, width = 200, height = 100) => ({ x, y, width, height });

test("the first move pins everything, later ones only what is moved", () => {
  const marks = noMarks();
  const first = placing(marks, CARDS, new Map([["b", { x: 500.6, y: 21 }]]));
  assert.deepEqual(first.placements, { a: { x: 0, y: 0 }, b: { x: 501, y: 21 } });
  applyTo(marks, first);
  assert.ok(isHandMade(marks));
  const second = placing(marks, CARDS, new Map([["a", { x: 9, y: 9 }]]));
  assert.deepEqual(Object.keys(second.placements), ["a"]);
});

test("a patch taken back leaves what was there, also what was nothing", () => {
  const marks = noMarks();
  applyTo(marks, { areas: { k: { name: "Kept", colour: "blue" } } });
  const before = structuredClone(marks);
  const patch = {
    placements: { a: { x: 1, y: 2 } },
    areas: { k: null, n: { name: "New", colour: "" } },
    notes: { t: { text: "Hi", x: 0, y: 0, width: 240, colour: "" } },
  };
  const inverse = inverseOf(marks, patch);
  applyTo(marks, patch);
  assert.notDeepEqual(marks, before);
  applyTo(marks, inverse);
  assert.deepEqual(marks, before);
});

test("looks keep places, and places keep looks", () => {
  const marks = noMarks();
  applyTo(marks, { placements: { a: { x: 1, y: 2, colour: "red" } } });
  assert.deepEqual(looking(marks, ["a"], { is_collapsed: true }).placements, {
    a: { x: 1, y: 2, colour: "red", is_collapsed: true },
  });
  assert.equal(placing(marks, CARDS, new Map([["a", { x: 5, y: 5 }]])).placements.a.colour, "red");
});

test("of two patches of one thing the later holds", () => {
  const both = joined({ placements: { a: { x: 1, y: 1 }, b: null } }, { placements: { a: null } });
  assert.deepEqual(both, { placements: { a: null, b: null } });
  assert.ok(isEmpty(joined({}, {})));
});

test("a dragged thing clicks to edges and middles within reach, with a guide", () => {
  const { dx, dy, guides } = snap(box(4, 500), [box(0, 0)], 6);
  assert.deepEqual([dx, dy], [-4, 0]);
  assert.deepEqual(guides, [{ x1: 0, y1: -12, x2: 0, y2: 612 }]);
  assert.deepEqual(snap(box(7, 500), [box(0, 0)], 6), { dx: 0, dy: 0, guides: [] });
  assert.equal(snap(box(53, 500, 100, 100), [box(0, 0)], 6).dx, -3); // the middles
});

test("aligning moves across the line only", () => {
  const boxes = [
    { id: "a", ...box(0, 0) },
    { id: "b", ...box(50, 300, 100, 40) },
  ];
  assert.deepEqual(align(boxes, "right").get("b"), { x: 100, y: 300 });
  assert.deepEqual(align(boxes, "middle").get("a"), { x: 0, y: 120 });
});

test("gaps become even, and never too small", () => {
  const boxes = [
    { id: "a", ...box(0, 0, 100) },
    { id: "c", ...box(500, 5, 100) },
    { id: "b", ...box(120, 9, 100) },
  ];
  const places = distribute(boxes, "across");
  assert.deepEqual(places.get("b"), { x: 250, y: 9 });
  assert.deepEqual(places.get("c"), { x: 500, y: 5 });
  const tight = distribute(boxes.map((each) => ({ ...each, x: each.x / 10 })), "across");
  assert.deepEqual([tight.get("b").x, tight.get("c").x], [124, 248]);
});

test("room is found beside what is in the way, and none is needed where nothing is", () => {
  assert.deepEqual(findRoom(box(0, 0), [box(900, 900)]), box(0, 0));
  const found = findRoom(box(0, 0), [box(-50, -50, 300, 200)]);
  assert.ok(Math.abs(found.x) + Math.abs(found.y) <= 640);
  assert.ok(found.x > 250 || found.x + 200 < -50 || found.y > 150 || found.y + 100 < -50);
});
