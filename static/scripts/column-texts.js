// Columns as people have them at hand: lines of `name type`, SQL, cells of a spreadsheet. Pure: text in, rows out.

/** @typedef {{name: string, type: string, isRequired: boolean, isKey: boolean, fallback: string}} TypedColumn `fallback` is the default */

/** What begins a clause of CREATE TABLE that is no column. */
const CLAUSES = /^(constraint|primary\s+key|unique|check|foreign\s+key|exclude|like)\b/i;
/** What begins what follows a type. */
const AFTER_TYPE = /\s+(?=(?:constraint|not\s+null|null|default|primary\s+key|unique|check|references|generated|collate)\b)/i;

/**
 * The columns a pasted text describes; none where it is a single word, which is then pasted as it is.
 * @param {string} text
 * @returns {TypedColumn[]}
 */
export function readColumns(text) {
  const trimmed = text.trim();
  if (!/[\s,]/.test(trimmed)) return [];
  if (trimmed.includes("\t")) return trimmed.split(/\r?\n/).map(readCells).filter(isColumn);
  return splitLines(bodyOf(trimmed)).map(readLine).filter(isColumn);
}

/** @param {TypedColumn} column */
function isColumn(column) {
  return column.name !== "";
}

/** @param {string} text @returns {string} what stands in the parentheses of CREATE TABLE, else all */
function bodyOf(text) {
  const start = /create\s+(?:\w+\s+)*table\b[^(]*\(/i.exec(text);
  if (!start) return text;
  const from = start.index + start[0].length;
  let depth = 1;
  for (const [at, character] of outsideQuotes(text, from)) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    if (depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
}

/** @param {string} text @param {number} from @returns {Generator<[number, string]>} characters that are in no quotes and no comment */
function* outsideQuotes(text, from = 0) {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quote) {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "-" && text[at + 1] === "-") {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end - 1;
    } else yield [at, character];
  }
}

/** @param {string} text @returns {string[]} the parts between commas and line ends that are in no parentheses */
function splitLines(text) {
  const plain = text.replace(/--[^\n]*/g, "");
  const hasCommas = [...outsideQuotes(plain)].some(([at, character]) => character === "," && /,\s*(\n|$|\w+\s+\w)/.test(plain.slice(at, at + 60)));
  const parts = [];
  let [depth, start] = [0, 0];
  for (const [at, character] of outsideQuotes(plain)) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    if (depth > 0 || !(character === "," || (character === "\n" && !hasCommas))) continue;
    parts.push(plain.slice(start, at));
    start = at + 1;
  }
  return [...parts, plain.slice(start)].map((part) => part.trim().replace(/[,;]$/, "")).filter(Boolean);
}

/** @param {string} line @returns {TypedColumn} */
function readLine(line) {
  const [, quoted, plain, rest] = /^(?:"((?:[^"]|"")+)"|([^\s:]+):?)\s*([\s\S]*)$/.exec(line) ?? [];
  const isClause = CLAUSES.test(line);
  const name = isClause ? "" : quoted ? quoted.replaceAll('""', '"') : (plain ?? "").toLowerCase();
  const [type, ...constraints] = (rest ?? "").replace(/\s+/g, " ").split(AFTER_TYPE);
  const after = constraints.join(" ");
  const isKey = /\bprimary key\b/i.test(after);
  const fallback = constraints.find((part) => /^default\b/i.test(part))?.replace(/^default\s+/i, "") ?? "";
  return { name, type: type.trim(), isRequired: isKey || /\bnot null\b/i.test(after), isKey, fallback: fallback.trim() };
}

/** @param {string} line with tabs between the cells: name, type, whether it may be null, default @returns {TypedColumn} */
function readCells(line) {
  const [name = "", type = "", nullable = "", fallback = ""] = line.split("\t").map((cell) => cell.trim());
  const isHeading = /^(name|column|column name|field)$/i.test(name) && /^(type|data type)$/i.test(type);
  const isRequired = /^(not null|no|n|false|0|x|required|nn)$/i.test(nullable);
  return { name: isHeading ? "" : name, type, isRequired, isKey: false, fallback };
}
