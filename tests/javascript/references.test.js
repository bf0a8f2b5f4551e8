// What a line drawn between two columns means, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { propose } from "../../static/scripts/references.js";

const row = (name, type, ...marks) => [`id of ${name}`, name, type, marks, false, "", ""];
const card = (name, rows, kind = "table") => ({ id: name, name, schema: "public", kind, rows });
const end = ({ rows }, name, owner) => ({ card: owner, row: rows.find((each) => each[1] === name) });
const at = (owner, name) => end(owner, name, owner);

const companies = card("companies", [row("id", "uuid", "PK"), row("code", "text", "UK"), row("name", "text")]);
const orders = card("orders", [row("id", "bigint", "PK"), row("company_id", "uuid"), row("note", "varchar(20)")]);
const lines = card("lines", [row("order_id", "bigint", "PK"), row("number", "integer", "PK")]);
const parts = card("parts", [row("order_id", "bigint"), row("line", "integer")]);
const users = card("users", [row("id", "uuid", "PK"), row("role", "uuid")], "managed");

const names = ({ child, columns, parent, targets }) => [child.name, columns, parent.name, targets];

test("a foreign key leads to the unique one of two columns, whichever way it was drawn", () => {
  const wanted = ["orders", ["company_id"], "companies", ["id"]];
  assert.deepEqual(names(propose(at(orders, "company_id"), at(companies, "id"))), wanted);
  assert.deepEqual(names(propose(at(companies, "id"), at(orders, "company_id"))), wanted);
  assert.deepEqual(names(propose(at(orders, "note"), at(companies, "code"))), ["orders", ["note"], "companies", ["code"]]);
});

test("types that do not compare are refused with both of them named", () => {
  const { refusal } = propose(at(orders, "id"), at(companies, "id"));
  assert.equal(refusal, "orders.id is bigint and companies.id is uuid. Give both the same type first.");
  assert.match(propose(at(companies, "name"), { card: orders }).refusal, /text .* bigint/);
});

test("columns of which none is unique are refused", () => {
  assert.match(propose(at(orders, "note"), at(companies, "name")).refusal, /Neither orders.note nor companies.name/);
});

test("a key dropped on a table adds a column there; another column leads to the table's key", () => {
  assert.deepEqual(names(propose(at(companies, "id"), { card: orders })), ["orders", [], "companies", ["id"]]);
  assert.deepEqual(names(propose(at(orders, "company_id"), { card: companies })), [
    "orders",
    ["company_id"],
    "companies",
    ["id"],
  ]);
});

test("of a composite key all columns are taken, and those that nothing is called like are asked for", () => {
  const made = propose(at(parts, "order_id"), at(lines, "order_id"));
  assert.deepEqual(names(made), ["parts", ["order_id"], "lines", ["order_id", "number"]]);
  assert.equal(made.needsForm, true);
  const whole = card("whole", [row("order_id", "bigint"), row("number", "integer")]);
  assert.equal(propose(at(whole, "order_id"), at(lines, "order_id")).needsForm, false);
  assert.deepEqual(names(propose(at(lines, "number"), { card: parts })), ["parts", [], "lines", ["order_id", "number"]]);
});

test("only tables of one's own refer to others", () => {
  assert.match(propose(at(companies, "id"), { card: users }).refusal, /belongs to the platform/);
  assert.deepEqual(names(propose(at(orders, "company_id"), { card: users }))[2], "users");
  assert.match(propose(at(companies, "id"), { card: card("plan", [], "enum") }).refusal, /plan is an enum/);
});

test("a column onto itself is nothing", () => {
  assert.equal(propose(at(companies, "id"), at(companies, "id")), null);
  assert.equal(propose(at(companies, "id"), { card: companies }), null);
});
