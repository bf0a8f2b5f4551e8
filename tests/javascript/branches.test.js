// What the canvas shows, by kind, schema and area, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { branchesOf, keysOf } from "../../static/scripts/branches.js";

const card = (id, kind, schema) => ({ id, kind, schema, name: id });
const CARDS = [card("a", "table", "public"), card("b", "table", "sales"), card("c", "enum", "public")];
const MARKS = { placements: { b: { area: "1" }, c: { area: "gone" } }, areas: { 1: { name: "Money", colour: "blue" } }, notes: {}, views: {} };

test("a card is on the branches of its kind, its schema and the area it lies in", () => {
  assert.deepEqual(keysOf(CARDS[1], MARKS), ["kind:table", "schema:sales", "area:1"]);
  assert.deepEqual(keysOf(CARDS[2], MARKS), ["kind:enum", "schema:public"]);
});

test("branches are counted and named; kinds and schemas only where there are several", () => {
  assert.deepEqual(
    branchesOf(CARDS, MARKS).map(({ heading, name, count }) => [heading, name, count]),
    [["Kinds", "Enums", 1], ["Kinds", "Tables", 2], ["Schemas", "public", 2], ["Schemas", "sales", 1], ["Areas", "Money", 1]],
  );
  assert.deepEqual(branchesOf([CARDS[0]], MARKS), []);
});
