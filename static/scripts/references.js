// What a line drawn between two columns means: which table refers to which, or why neither can. Pure.

/** @typedef {import("./scenes.js").Card} Card */
/** @typedef {import("./scenes.js").Row} Row */
/** @typedef {{card: Card, row?: Row}} End a column, or the table as a whole */
/**
 * A foreign key in the making, by names; without `columns` new ones are added, with the types of the key.
 * @typedef {object} Proposal
 * @property {Card} child @property {string[]} columns
 * @property {Card} parent @property {string[]} targets
 * @property {string} words what it will be
 * @property {boolean} [needsForm] columns are missing that only a person can name
 */
/** @typedef {{refusal: string}} Refusal */

/** Types of one family compare with each other, so a foreign key may lead from one to another. */
const FAMILIES = [
  ["smallint", "integer", "bigint"],
  ["text", "varchar", "char"],
  ["real", "float8", "numeric"],
  ["timestamp", "timestamptz", "date"],
];

/** @param {End} source where the line starts @param {End} target where it was dropped @returns {Proposal | Refusal | null} null for nothing */
export function propose(source, target) {
  if (!source.row || (source.card === target.card && (!target.row || target.row === source.row))) return null;
  for (const { card } of [source, target]) {
    if (card.kind !== "table" && card.kind !== "managed") {
      return { refusal: `A foreign key leads from table to table; ${card.name} is ${article(card.kind)}.` };
    }
  }
  return target.row ? between(source, /** @type {Required<End>} */ (target)) : toTable(source, target.card);
}

/** @param {End} source @param {Required<End>} target @returns {Proposal | Refusal} */
function between(source, target) {
  const from = /** @type {Required<End>} */ (source);
  const [child, parent] = leads(target) || !leads(from) ? [from, target] : [target, from];
  const key = keyOf(parent.card);
  const isPart = !leads(parent) && key.length > 1 && key.includes(parent.row);
  if (!leads(parent) && !isPart) {
    return {
      refusal: `Neither ${nameOf(from)} nor ${nameOf(target)} is unique: a foreign key leads to a primary key or to unique columns.`,
    };
  }
  const refusal = refuse(child, parent);
  if (refusal) return refusal;
  if (isPart) return composite(child, parent, key);
  return proposal(child.card, [child.row], parent.card, [parent.row]);
}

/** Dropped on the name: a key gets a new column there; anything else leads to the table's own key. @param {End} source @param {Card} card @returns {Proposal | Refusal} */
function toTable(source, card) {
  const from = /** @type {Required<End>} */ (source);
  const [ownKey, key] = [keyOf(from.card), keyOf(card)];
  if (ownKey.includes(from.row)) return managed(card) ?? proposal(card, [], from.card, ownKey);
  if (key.length === 0) return { refusal: `${card.name} has no primary key a foreign key could lead to. Give it one first.` };
  const refusal = key.length === 1 ? refuse(from, { card, row: key[0] }) : managed(from.card);
  if (refusal) return refusal;
  return key.length === 1
    ? proposal(from.card, [from.row], card, key)
    : composite(from, { card, row: key[0] }, key);
}

/** The columns of the same names, as far as there are any. @param {Required<End>} child @param {Required<End>} parent @param {Row[]} key @returns {Proposal} */
function composite(child, parent, key) {
  const own = key.map((row) =>
    row === parent.row ? child.row : child.card.rows?.find((each) => each[1] === row[1] && each[2] === row[2]),
  );
  const found = own.filter((row) => row !== undefined);
  return { ...proposal(child.card, found, parent.card, key), needsForm: found.length < key.length };
}

/** @param {Required<End>} child @param {Required<End>} parent @returns {Refusal | undefined} */
function refuse(child, parent) {
  const [own, theirs] = [child.row[2], parent.row[2]];
  if (!areComparable(own, theirs)) {
    return { refusal: `${nameOf(child)} is ${own} and ${nameOf(parent)} is ${theirs}. Give both the same type first.` };
  }
  return managed(child.card);
}

/** @param {Card} card @returns {Refusal | undefined} */
function managed(card) {
  if (card.kind !== "managed") return undefined;
  return { refusal: `${card.schema}.${card.name} belongs to the platform and cannot be given a foreign key.` };
}

/** @param {Card} child @param {Row[]} columns @param {Card} parent @param {Row[]} targets @returns {Proposal} */
function proposal(child, columns, parent, targets) {
  const names = (/** @type {Row[]} */ rows) => rows.map((row) => row[1]);
  const left = columns.length ? `${child.name}.${names(columns).join(", ")}` : `a new column of ${child.name}`;
  const words = `${left} → ${parent.name}.${names(targets).join(", ")}`;
  return { child, columns: names(columns), parent, targets: names(targets), words };
}

/** @param {End} end @returns {boolean} whether a foreign key can lead to this column alone */
function leads({ card, row }) {
  const key = keyOf(card);
  return Boolean(row && ((key.length === 1 && key[0] === row) || row[3].includes("UK")));
}

/** @param {Card} card @returns {Row[]} its primary key */
function keyOf(card) {
  return (card.rows ?? []).filter((row) => row[3].includes("PK"));
}

/** @param {string} a @param {string} b */
function areComparable(a, b) {
  const [one, other] = [a, b].map((type) => type.replace(/\(.*\)/, ""));
  return one === other || FAMILIES.some((family) => family.includes(one) && family.includes(other));
}

/** @param {Required<End>} end */
function nameOf({ card, row }) {
  return `${card.name}.${row[1]}`;
}

/** @param {string} kind */
function article(kind) {
  return { enum: "an enum", view: "a view", materialized: "a materialized view" }[kind] ?? kind;
}
