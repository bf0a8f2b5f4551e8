import assert from "node:assert/strict";
import { test } from "node:test";
import { Company } from "../../static/scripts/presences.js";

/** @param {Partial<import("../../static/scripts/presences.js").Presence>} changes */
const presence = (changes) => ({ page: "a", person: 1, name: "Eve", selected: "", has_left: false, ...changes });

test("a page is new once, and one's own never", () => {
  const company = new Company("mine");
  assert.equal(company.hear(presence({ page: "mine" }), 0), false);
  assert.equal(company.hear(presence({}), 0), true);
  assert.equal(company.hear(presence({}), 1), false);
});

test("of a person's pages the one heard last counts", () => {
  const company = new Company("mine");
  company.hear(presence({ page: "a", selected: "x" }), 0);
  company.hear(presence({ page: "b", selected: "y" }), 1);
  assert.deepEqual(company.people().map(({ selected }) => selected), ["y"]);
});

test("people leave by word or by silence", () => {
  const company = new Company("mine");
  company.hear(presence({ page: "a", person: 1 }), 0);
  company.hear(presence({ page: "b", person: 2 }), 40_000);
  company.forget(60_000);
  assert.deepEqual(company.people().map(({ person }) => person), [2]);
  company.hear(presence({ page: "b", person: 2, has_left: true }), 60_001);
  assert.deepEqual(company.people(), []);
});
