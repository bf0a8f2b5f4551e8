// One table amid its neighbours, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { touches } from "../../static/scripts/grids.js";
import { arrangeAround, endsOf } from "../../static/scripts/neighbours.js";
import { Scene } from "../../static/scripts/scenes.js";

const card = (id) => ({ id, name: id, kind: "table", x: 500, y: 500, width: 200, height: 300, rows: [] });
const edge = (child, parent) => ({ id: `${child}>${parent}`, child, parent, child_rows: [], parent_rows: [], title: "", on_delete: "" });

test("what a table refers to stands left, what refers to it right, and nothing on anything", () => {
  const children = Array.from({ length: 12 }, (_, number) => `child${number}`);
  const cards = ["middle", "parent", "stranger", ...children].map(card);
  const edges = [edge("middle", "parent"), edge("middle", "middle"), ...children.map((child) => edge(child, "middle"))];
  const places = arrangeAround(new Scene({ cards, edges }), "middle");
  assert.equal(places.size, 14);
  assert.ok(!places.has("stranger"));
  assert.deepEqual(places.get("middle"), { x: 500, y: 500 });
  assert.ok(places.get("parent").x + 200 < 500);
  assert.ok(children.every((child) => places.get(child).x > 700));
  const boxes = [...places.values()].map(({ x, y }) => ({ x, y, width: 200, height: 300 }));
  boxes.forEach((box, number) => boxes.slice(number + 1).forEach((other) => assert.ok(!touches(box, other))));
});

test("a hundred neighbours fill a frame and no strip", () => {
  const children = Array.from({ length: 100 }, (_, number) => `child${number}`);
  const places = arrangeAround(new Scene({ cards: ["middle", ...children].map(card), edges: children.map((child) => edge(child, "middle")) }), "middle");
  const spread = (/** @type {"x" | "y"} */ key) => Math.max(...[...places.values()].map((place) => place[key])) - Math.min(...[...places.values()].map((place) => place[key]));
  assert.ok(spread("x") / spread("y") < 2);
});

const EDGES = [
  { id: "1", child: "orders", parent: "people", child_rows: ["buyer"], parent_rows: ["id"] },
  { id: "2", child: "orders", parent: "people", child_rows: ["seller"], parent_rows: ["id"] },
  { id: "3", child: "notes", parent: "orders", child_rows: ["order_id"], parent_rows: ["order"] },
  { id: "4", child: "orders", parent: "orders", child_rows: ["replaces"], parent_rows: ["order"] },
];

test("a foreign key leads out to what it refers to, and no other column does", () => {
  assert.deepEqual([...endsOf(EDGES, "orders", "seller", "out")], ["people"]);
  assert.deepEqual([...endsOf(EDGES, "orders", "order", "out")], []);
});

test("a key leads in to all that refer to it, itself included", () => {
  assert.deepEqual([...endsOf(EDGES, "orders", "order", "in")], ["notes", "orders"]);
});
