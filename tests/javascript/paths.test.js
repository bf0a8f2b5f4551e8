// The path between two tables, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findPath } from "../../static/scripts/paths.js";
import { Scene } from "../../static/scripts/scenes.js";

const card = (id) => ({ id, name: id, kind: "table", x: 0, y: 0, width: 200, height: 300, rows: [] });
const edge = (child, parent) => ({ id: `${child}>${parent}`, child, parent, child_rows: [], parent_rows: [], title: "", on_delete: "" });
const scene = () =>
  new Scene({
    cards: ["orders", "items", "products", "vendors", "users", "apart"].map(card),
    edges: [
      edge("items", "orders"),
      edge("items", "products"),
      edge("products", "vendors"),
      edge("orders", "users"),
      edge("vendors", "users"),
      edge("users", "users"),
    ],
  });

test("the shortest way is found, against the arrows too", () => {
  const path = findPath(scene(), "products", "orders");
  assert.deepEqual(path.ids, ["products", "items", "orders"]);
  assert.deepEqual(path.edges.map((row) => row.id), ["items>products", "items>orders"]);
});

test("what is hidden is gone round", () => {
  const part = scene();
  part.hidden = new Set(["items"]);
  assert.deepEqual(findPath(part, "products", "orders").ids, ["products", "vendors", "users", "orders"]);
});

test("where nothing leads there is no path, and a table is its own", () => {
  assert.equal(findPath(scene(), "orders", "apart"), null);
  assert.deepEqual(findPath(scene(), "users", "users"), { ids: ["users"], edges: [] });
});
