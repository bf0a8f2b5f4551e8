// Lenses: every table coloured by one question. Who may read it? Has it changed? What was found? How many rows has it?
import { currentPlane, currentScene, currentViewport } from "./diagram.js";
import { notify } from "./notices.js";
import { selectedId } from "./selection.js";

const SVG = "http://www.w3.org/2000/svg";

/** What each state means, and the colour property it has from afar. @type {Record<string, {words: string, colour: string}>} */
const STATES = {
  all: { words: "every row", colour: "tint-red" },
  some: { words: "rows that policies let through", colour: "tint-violet" },
  none: { words: "nothing", colour: "tint-grey" },
  added: { words: "added", colour: "tint-green" },
  changed: { words: "changed", colour: "tint-amber" },
  error: { words: "open now", colour: "tint-red" },
  warn: { words: "open one day", colour: "tint-amber" },
  info: { words: "good to know", colour: "tint-blue" },
  speed: { words: "right, and slow", colour: "tint-violet" },
  huge: { words: "10 M rows and more", colour: "tint-red" },
  large: { words: "100 k rows and more", colour: "tint-amber" },
  medium: { words: "1 k rows and more", colour: "tint-green" },
  small: { words: "fewer rows", colour: "tint-grey" },
};
/** What a lens is called, and what it says where it has nothing to show. @type {Record<string, [string, string]>} */
const LENSES = {
  changes: ["Since the last release", "nothing changed"],
  advice: ["What was found last", "Nothing was found in a table, or nobody has looked: see Advice."],
  volume: ["Rows that tables are said to have", "Nobody has said how many: see the next migration, under Migrations."],
};
/** @typedef {{states: Record<string, string>, words: Record<string, string>, details: Record<string, string[]>, gone: string[], note: string}} Seen */
/** Lenses of somebody, by what they begin with: the parameter that names whom, and the title. @type {Record<string, [string, string]>} */
const OF = { reading: ["role", "reads"], sight: ["persona", "reads, as measured"] };
const NOTHING = { states: {}, words: {}, details: {}, gone: [], note: "" };

let lens = "";
/** @type {Seen} by the ids of cards */
let seen = NOTHING;

/** @returns {[string, string]} what the lens is about, and of whom; empty for nobody */
function parts() {
  const [about] = lens.split(":", 1);
  return [about, lens.slice(about.length + 1)];
}

/** @returns {string} as the address has it: "", changes, advice, volume, reading:role or sight:persona */
export function lensInUse() {
  return lens;
}

/** Looks through another lens. @param {string} wanted */
export async function useLens(wanted) {
  lens = wanted;
  for (const choice of document.querySelectorAll("#lens")) {
    if (choice instanceof HTMLSelectElement) choice.value = wanted;
  }
  document.dispatchEvent(new CustomEvent("lens-changed"));
  await look();
}

/** Asks the server for the states, and shows them. */
async function look() {
  const address = document.getElementById("lens")?.dataset.src;
  const asked = lens;
  /** @type {Partial<Seen>} */
  let found = {};
  if (lens && address) {
    const [about, whose] = parts();
    const query = new URLSearchParams(whose ? { [OF[about]?.[0] ?? ""]: whose } : { about });
    const answer = await fetch(`${address}?${query}`).catch(() => null);
    if (!answer?.ok) return notify("The lens could not be fetched. Try again.", { isError: true });
    found = await answer.json();
  }
  if (asked !== lens) return; // another one was chosen meanwhile
  seen = { ...NOTHING, ...found };
  const plane = currentPlane();
  for (const [card, group] of plane?.cards ?? []) tint(group, card);
  currentViewport()?.redraw();
  explain();
}

/** Colours a card, and says what the colour says. @param {SVGGElement} group @param {{id: string}} card */
function tint(group, card) {
  const state = seen.states[card.id] ?? "";
  for (const [name, { colour }] of Object.entries(STATES)) {
    group.classList.toggle(`lens-${name}`, name === state);
    if (colour !== STATES[state]?.colour) group.classList.remove(colour.replace("tint", "looks"));
  }
  for (const part of group.querySelectorAll(".lens-words, :scope > .lens-details")) part.remove();
  const { words, tint } = looksOf(card);
  if (!words) return;
  group.classList.add(`looks-${tint}`);
  write(group, words, -9); // clear of the frame around what is selected
  const lines = seen.details[card.id] ?? [];
  if (lines.length === 0) return;
  const title = document.createElementNS(SVG, "title");
  title.setAttribute("class", "lens-details");
  title.textContent = lines.join("\n");
  group.prepend(title); // only the first title of an element is read
}

/** @param {SVGGElement} group @param {string} words @param {number} y */
function write(group, words, y) {
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("class", "lens-words note");
  text.setAttribute("y", String(y));
  text.textContent = words;
  group.append(text);
}

/** @param {{id: string}} card @returns {{tint: string, words: string}} how the lens shows it; empty without one */
export function looksOf(card) {
  const { words = "", colour = "" } = STATES[seen.states[card.id]] ?? {};
  return { words: seen.words[card.id] ?? words, tint: colour.replace("tint-", "") };
}

/** Says what the colours mean and how many tables have them. */
function explain() {
  const legend = document.getElementById("lens-legend");
  if (!legend) return;
  legend.hidden = lens === "";
  const { cards } = currentScene();
  const [about, whose] = parts();
  const heading = document.createElement("strong");
  const [title, nothing] = LENSES[lens] ?? [`${whose} ${OF[about]?.[1]}`, about === "sight" ? "Access was not measured since: see Access." : "nothing"];
  heading.textContent = title;
  const rows = Object.entries(STATES).map(([state, { words, colour }]) => {
    const count = Object.entries(seen.states).filter(([id, its]) => its === state && cards.has(id)).length;
    return count ? line(colour, `${words}: ${count}`) : null;
  });
  const removed = seen.gone.length ? line("", `removed: ${seen.gone.join(", ")}`) : null;
  const note = seen.note ? line("", seen.note) : null;
  const found = [...rows, removed, note].filter((row) => row !== null);
  legend.replaceChildren(heading, ...(found.length ? found : [line("", nothing)]), ...listSelected());
}

/** @returns {HTMLElement[]} what there is to say of the selected table, name by name */
function listSelected() {
  const card = currentScene().cards.get(selectedId());
  const lines = (card && seen.details[card.id]) ?? [];
  if (!card || lines.length === 0) return [];
  const heading = document.createElement("strong");
  heading.textContent = card.name;
  return [heading, ...lines.map((words) => line("", words))];
}

/** @param {string} colour @param {string} words */
function line(colour, words) {
  const row = document.createElement("div");
  if (colour) {
    const swatch = document.createElement("span");
    swatch.className = `swatch ${colour}`;
    row.append(swatch, " ");
  }
  row.append(words);
  return row;
}

/** Starts answering the choice of a lens. */
export function watchLenses() {
  const plane = currentPlane();
  if (plane) {
    plane.finish = tint;
    plane.tintOf = (card) => plane.overview.colours[STATES[seen.states[card.id]]?.colour] ?? "";
  }
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.id === "lens") useLens(event.target.value);
  });
  document.addEventListener("htmx:after:settle", explain); // of what is selected now
  document.addEventListener("design-changed", () => {
    if (lens) look();
  });
}
