// Columns pasted from anywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readColumns } from "../../static/scripts/column-texts.js";

const short = (text) =>
  readColumns(text).map(({ name, type, isRequired, fallback }) => [name, type, isRequired, fallback].filter(Boolean).join("|"));

test("lines of name and type", () => {
  assert.deepEqual(short("id uuid\ntitle text not null\ntotal numeric(12,2)"), ["id|uuid", "title|text|true", "total|numeric(12,2)"]);
});

test("names after which a colon stands, and commas at the ends of lines", () => {
  assert.deepEqual(short("id: uuid,\nname: text,"), ["id|uuid", "name|text"]);
});

test("CREATE TABLE with keys, defaults, quotes and comments", () => {
  const sql = `create table if not exists public.orders (
    id bigint primary key, -- the number, printed
    "Total sum" numeric(12, 2) not null default 0.00,
    note text default 'a, b' check (note <> ')'),
    placed_at timestamp with time zone not null default now(),
    constraint orders_total check ("Total sum" > 0),
    primary key (id)
  );`;
  assert.deepEqual(short(sql), [
    "id|bigint|true",
    "Total sum|numeric(12, 2)|true|0.00",
    "note|text|'a, b'",
    "placed_at|timestamp with time zone|true|now()",
  ]);
  assert.deepEqual(readColumns(sql).map((column) => column.isKey), [true, false, false, false]);
});

test("cells of a spreadsheet, with a heading", () => {
  assert.deepEqual(short("Name\tType\tNullable\tDefault\nid\tuuid\tno\tgen_random_uuid()\nnote\ttext\tyes\t"), [
    "id|uuid|true|gen_random_uuid()",
    "note|text",
  ]);
});

test("one word is no column", () => {
  assert.deepEqual(readColumns("created_at"), []);
});
