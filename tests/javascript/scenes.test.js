// What lies where on the canvas, and how lines find their way, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Grid, around, grown, touches } from "../../static/scripts/grids.js";
import { outline } from "../../static/scripts/edges.js";
import { rectOf, route } from "../../static/scripts/routes.js";
import { Scene, portOf, rowAt } from "../../static/scripts/scenes.js";

const box = (x, y, width = 200, height = 100) => ({ x, y, width, height });
const row = (id) => [id, id, "uuid", [], false, "", ""];
const card = (id, x, y, rows = []) => ({ id, name: id, kind: "table", x, y, width: 200, height: 100, rows });
const edge = (id, child, parent) => ({ id, child, parent, child_rows: ["b"], parent_rows: ["a"], title: "", on_delete: "" });

test("a grid finds what is near, also after it was moved, and nothing far away", () => {
  const grid = new Grid();
  grid.put("one", [box(0, 0)]);
  grid.put("two", [box(5000, 0)]);
  assert.deepEqual([...grid.near(box(10, 10, 1, 1))], ["one"]);
  grid.put("one", [box(5100, 0)]);
  assert.deepEqual([...grid.near(box(10, 10, 1, 1))], []);
  assert.deepEqual([...grid.near(box(5000, 10, 400, 1))].sort(), ["one", "two"]);
  grid.remove("two");
  assert.deepEqual([...grid.near(box(-9000, -9000, 20000, 20000))], ["one"]);
});

test("rectangles: around several, touching at an edge, grown", () => {
  assert.deepEqual(around([box(0, 0), box(300, -50)]), { x: 0, y: -50, width: 500, height: 150 });
  assert.ok(touches(box(0, 0), box(200, 0)));
  assert.ok(!touches(box(0, 0), box(201, 0)));
  assert.deepEqual(grown(box(0, 0), 5), { x: -5, y: -5, width: 210, height: 110 });
});

/** Whether any run of a way lies inside a box. */
const runsThrough = (way, inner) =>
  way.slice(1).some((spot, number) => touches(rectOf(way[number], spot), grown(inner, -2)));

test("a line leaves and arrives at the edges of its cards, level and upright", () => {
  const [child, parent] = [box(0, 0), box(500, 300)];
  const way = route({ box: child, y: 50 }, { box: parent, y: 320 }, () => [child, parent]);
  assert.deepEqual([way[0], way.at(-1)], [[200, 50], [500, 320]]);
  for (let number = 1; number < way.length; number += 1) {
    assert.ok(way[number][0] === way[number - 1][0] || way[number][1] === way[number - 1][1]);
  }
});

test("a line goes around what stands between its cards", () => {
  const [child, between, parent] = [box(0, 0), box(250, -200, 200, 600), box(600, 0)];
  const way = route({ box: child, y: 50 }, { box: parent, y: 50 }, () => [child, between, parent]);
  for (const each of [child, between, parent]) assert.ok(!runsThrough(way, each), JSON.stringify(way));
});

test("a table that refers to itself has a loop beside it", () => {
  const one = box(0, 0);
  const way = route({ box: one, y: 20 }, { box: one, y: 80 }, () => [one]);
  assert.ok(!runsThrough(way, one), JSON.stringify(way));
  assert.ok(way.length >= 4);
});

test("moving a card moves the ends of its lines and nobody else's", () => {
  const cards = [card("a", 0, 0, [row("a")]), card("b", 400, 0, [row("x"), row("b")]), card("c", 800, 0, [row("b")])];
  const scene = new Scene({ cards, edges: [edge("1", "b", "a"), edge("2", "c", "b")] });
  const before = scene.pointsOf(scene.edges.get("2"));
  const changed = scene.move(new Map([["a", { x: 0, y: 900 }]]));
  assert.deepEqual([...changed].map((each) => each.id), ["1"]);
  assert.equal(scene.pointsOf(scene.edges.get("1")).at(-1)[1], 900 + 43);
  assert.equal(scene.pointsOf(scene.edges.get("2")), before);
  assert.deepEqual(scene.cardsIn(box(0, 880)).map((each) => each.id), ["a"]);
  assert.deepEqual(scene.edgesIn(box(150, 900, 100, 100)).map((each) => each.id), ["1"]);
});

test("what is hidden is not found, and neither are its lines", () => {
  const scene = new Scene({ cards: [card("a", 0, 0), card("b", 400, 0)], edges: [edge("1", "b", "a")] });
  scene.hidden.add("a");
  assert.deepEqual(scene.cardsIn(box(-500, -500, 2000, 2000)).map((each) => each.id), ["b"]);
  assert.deepEqual(scene.edgesIn(box(-500, -500, 2000, 2000)), []);
  assert.equal(scene.bounds().x, 400);
});

test("rows are found by height, and lines to rows that are not shown meet the header", () => {
  const one = card("a", 0, 100, [row("p"), row("q")]);
  assert.equal(rowAt(one, 100 + 33 + 25)[0], "q");
  assert.equal(rowAt(one, 105), undefined);
  assert.equal(portOf(one, "q"), 100 + 33 + 30);
  assert.equal(portOf(one, "gone"), 115);
});

test("corners are rounded and short runs do not overshoot", () => {
  assert.equal(outline([[0, 0], [100, 0], [100, 6], [200, 6]]), "M0,0L97,0Q100,0 100,3L100,3Q100,6 103,6L200,6");
});

test("a card that changed has its new words where it stands, and its lines meet its rows", () => {
  const scene = new Scene({
    cards: [{ ...card("orders", 0, 0, [row("a")]), rls: "on", policies: 2 }, card("people", 500, 0, [row("a")])],
    edges: [edge("e", "orders", "people")],
  });
  const before = scene.pointsOf(scene.edges.get("e"))[0][1];
  const fresh = { ...card("orders", 0, 0, [row("a"), row("b")]), height: 140 };
  const known = scene.merge([{ ...fresh, name: "bills" }, card("unknown", 9, 9)]);
  assert.deepEqual(known.map(({ name, x, height, rls, policies }) => [name, x, height, rls, policies]), [["bills", 0, 140, "", 0]]);
  assert.notEqual(scene.pointsOf(scene.edges.get("e"))[0][1], before);
});
