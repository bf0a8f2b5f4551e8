// What the palette searches: every object, part and command by its name. Pure: no page is needed.

/**
 * @typedef {object} Find
 * @property {string} kind in PostgreSQL's words, or "command"
 * @property {string} name
 * @property {string} place the schema or the table it is in; a command's key
 * @property {string} address below the project's; a command has none
 * @property {string} detail for the preview
 * @property {string} text what is searched: place and name in lower case
 * @property {number} start where the name begins in `text`
 * @property {number} rank of its kind among those of the same merit
 * @property {HTMLElement} [button] what a command presses
 */

const SORTED = 200;
/** Kinds that come before others of the same merit. */
const FIRST = ["command", "table", "view", "function", "enum", "column"];

/**
 * @param {[string, string, string, string, string][]} rows as the server lists them
 * @returns {Find[]}
 */
export function readFinds(rows) {
  return rows.map(([kind, name, place, address, detail]) => makeFind(kind, name, place, address, detail));
}

/**
 * @param {string} kind @param {string} name @param {string} [place] @param {string} [address] @param {string} [detail]
 * @returns {Find}
 */
export function makeFind(kind, name, place = "", address = "", detail = "") {
  const before = kind !== "command" && place ? `${place.toLowerCase()}.` : "";
  const rank = FIRST.indexOf(kind);
  return {
    kind,
    name,
    place,
    address,
    detail,
    text: before + name.toLowerCase(),
    start: before.length,
    rank: rank < 0 ? FIRST.length : rank,
  };
}

/**
 * How well a find fits, the smaller the better: the name itself, its beginning, the beginning of a word in it, anywhere
 * in it, or only in its place; the whole name of its table or schema counts like a beginning. -1 where a word is in neither.
 * @param {Find} find @param {string[]} words in lower case
 */
export function judge(find, words) {
  let merit = 0;
  for (const word of words) {
    const at = find.text.indexOf(word, find.start);
    if (at < 0) {
      const before = find.text.indexOf(word);
      if (before < 0 && find.kind !== word) return -1;
      const isWhole = find.text[before + word.length] === "." && (before === 0 || find.text[before - 1] === ".");
      merit += isWhole ? 1 : 4;
    } else if (at === find.start) merit += find.text.length === at + word.length ? 0 : 1;
    else merit += isWordCharacter(find.text.charCodeAt(at - 1)) ? 3 : 2;
  }
  return merit;
}

/** @param {number} code @returns {boolean} whether it is one of a-z and 0-9 */
function isWordCharacter(code) {
  return (code > 96 && code < 123) || (code > 47 && code < 58);
}

/**
 * Everything that contains every word, the best first; all of it, in its order, when nothing is asked.
 * @param {Find[]} finds @param {string} query
 * @returns {Find[]}
 */
export function search(finds, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return finds;
  /** @type {Find[][]} */
  const byMerit = [];
  for (const find of finds) {
    const merit = judge(find, words);
    if (merit < 0) continue;
    const place = merit * (FIRST.length + 1) + find.rank;
    (byMerit[place] ??= []).push(find);
  }
  // Of equal merit the shorter name comes first: less of it is something else. Nobody reads on to where that is left out.
  let listed = 0;
  return byMerit.flatMap((group) => {
    listed += group.length;
    return listed - group.length > SORTED ? group : group.sort((one, other) => one.text.length - other.text.length);
  });
}

/**
 * The rows of a long list that are to be in the page.
 * @param {number} count @param {number} rowHeight @param {number} top scrolled away @param {number} height seen
 * @param {number} [spare] rows more on both sides
 * @returns {[number, number]} the first, and the one after the last
 */
export function rowsInView(count, rowHeight, top, height, spare = 4) {
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  return [first, Math.min(count, Math.ceil((top + height) / rowHeight) + spare)];
}
