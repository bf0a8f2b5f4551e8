// What the canvas shows, by kind, schema, area and object, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { areasOf, keysOf, shownOf } from "../../static/scripts/branches.js";

const card = (id, kind, schema) => ({ id, kind, schema, name: id });
const CARDS = [card("a", "table", "public"), card("b", "managed", "sales"), card("c", "enum", "public")];
const MARKS = { placements: { b: { area: "1" }, c: { area: "gone" } }, areas: { 1: { name: "Money", colour: "blue" } }, notes: {}, views: {} };

test("a card is on the branches of its kind, its schema, the area it lies in, and its own", () => {
  assert.deepEqual(keysOf(CARDS[1], MARKS), ["kind:tables", "schema:sales", "area:1", "object:b"]);
  assert.deepEqual(keysOf(CARDS[2], MARKS), ["kind:enums", "schema:public", "object:c"]);
});

test("areas are counted; those without cards are left out", () => {
  const marks = { ...MARKS, areas: { ...MARKS.areas, 2: { name: "Empty", colour: "" } } };
  assert.deepEqual(areasOf(CARDS, marks), [{ id: "1", name: "Money", colour: "blue", count: 1 }]);
});

test("what is hidden is taken off the count", () => {
  assert.equal(shownOf(12, 0), "12");
  assert.equal(shownOf(12, 3), "9 of 12");
});
