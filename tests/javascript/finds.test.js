// What the palette finds, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeFind, readFinds, rowsInView, search } from "../../static/scripts/finds.js";

const finds = [
  makeFind("command", "New table", "t"),
  ...readFinds([
    ["table", "order_items", "public", "tables/1/", ""],
    ["column", "order_id", "public.order_items", "tables/1/columns/2/", "uuid not null"],
    ["table", "orders", "public", "tables/3/", ""],
    ["policy", "reorder", "public.orders", "tables/3/policies/4/", ""],
    ["table", "invoices", "billing", "tables/5/", ""],
  ]),
];
const namesOf = (query) => search(finds, query).map((find) => find.name);

test("what begins with the word comes before what contains it, tables before columns, short names before long ones", () => {
  assert.deepEqual(namesOf("order"), ["orders", "order_items", "order_id", "reorder"]);
});

test("every word must be there, in the name or in the place", () => {
  assert.deepEqual(namesOf("bill inv"), ["invoices"]);
  assert.deepEqual(namesOf("order_items id"), ["order_id"]);
  assert.deepEqual(namesOf("bill order"), []);
});

test("a kind is a word too, and a command has no place to be found by", () => {
  assert.deepEqual(namesOf("policy"), ["reorder"]);
  assert.deepEqual(namesOf("table"), ["New table", "orders", "invoices", "order_items"]);
});

test("without a word everything is listed as it came", () => {
  assert.equal(search(finds, "  "), finds);
});

test("a thousand tables with twenty columns are searched within a frame", () => {
  const rows = [];
  for (let table = 0; table < 1000; table += 1) {
    rows.push(["table", `table_${table}`, "public", "", ""]);
    for (let column = 0; column < 20; column += 1) rows.push(["column", `column_${column}`, `public.table_${table}`, "", ""]);
  }
  const many = readFinds(rows);
  search(many, "ta");
  const times = ["t", "ta", "tab", "table_9", "table_99 col", "n_19"].map((query) => {
    const tries = [1, 2, 3, 4, 5].map(() => {
      const start = performance.now();
      assert.ok(search(many, query).length > 0);
      return performance.now() - start;
    });
    return Math.min(...tries); // the machine may be busy with other tests
  });
  assert.ok(Math.max(...times) < 16, `milliseconds: ${times}`);
});

test("only the rows in view are made", () => {
  assert.deepEqual(rowsInView(20_000, 30, 3000, 300, 2), [98, 112]);
  assert.deepEqual(rowsInView(5, 30, 0, 300), [0, 5]);
});
