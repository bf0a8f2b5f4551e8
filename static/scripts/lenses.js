// Lenses: every table coloured by one question. Who may read it? Has it changed since the last release?
import { currentPlane, currentScene, currentViewport } from "./diagram.js";
import { notify } from "./notices.js";

/** What each state means, and the colour property it has from afar. @type {Record<string, {words: string, colour: string}>} */
const STATES = {
  all: { words: "every row", colour: "tint-red" },
  some: { words: "rows that policies let through", colour: "tint-violet" },
  none: { words: "nothing", colour: "tint-grey" },
  added: { words: "added", colour: "tint-green" },
  changed: { words: "changed", colour: "tint-amber" },
};

let lens = "";
/** @type {Record<string, string>} by the id of a card */
let states = {};

/** @returns {string} as the address has it: "", changes, or reading:role */
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
  let seen = { states: {}, gone: [] };
  if (lens && address) {
    const role = lens.split(":")[1];
    const answer = await fetch(role ? `${address}?${new URLSearchParams({ role })}` : address).catch(() => null);
    if (!answer?.ok) return notify("The lens could not be fetched. Try again.", { isError: true });
    seen = await answer.json();
  }
  if (asked !== lens) return; // another one was chosen meanwhile
  states = seen.states;
  const plane = currentPlane();
  for (const [card, group] of plane?.cards ?? []) tint(group, card);
  currentViewport()?.redraw();
  explain(seen.gone);
}

/** Colours a card, and says what the colour says. @param {SVGGElement} group @param {{id: string}} card */
function tint(group, card) {
  for (const state of Object.keys(STATES)) group.classList.toggle(`lens-${state}`, states[card.id] === state);
  group.querySelector(".lens-words")?.remove();
  const words = STATES[states[card.id]]?.words;
  if (!words) return;
  const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
  text.setAttribute("class", "lens-words note");
  text.setAttribute("y", "-6");
  text.textContent = words;
  group.append(text);
}

/** @param {{id: string}} card @returns {{tint: string, words: string}} how the lens shows it; empty without one */
export function looksOf(card) {
  const { words = "", colour = "" } = STATES[states[card.id]] ?? {};
  return { words, tint: colour.replace("tint-", "") };
}

/** Says what the colours mean and how many tables have them. @param {string[]} gone */
function explain(gone) {
  const legend = document.getElementById("lens-legend");
  if (!legend) return;
  legend.hidden = lens === "";
  const { cards } = currentScene();
  const role = lens.split(":")[1];
  const heading = document.createElement("strong");
  heading.textContent = role ? `${role} reads` : "Since the last release";
  const rows = Object.entries(STATES).map(([state, { words, colour }]) => {
    const count = Object.entries(states).filter(([id, its]) => its === state && cards.has(id)).length;
    return count ? line(colour, `${words}: ${count}`) : null;
  });
  const removed = gone.length ? line("", `removed: ${gone.join(", ")}`) : null;
  const found = [...rows, removed].filter((row) => row !== null);
  legend.replaceChildren(heading, ...(found.length ? found : [line("", "nothing changed")]));
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
    plane.tintOf = (card) => plane.overview.colours[STATES[states[card.id]]?.colour] ?? "";
  }
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.id === "lens") useLens(event.target.value);
  });
  document.addEventListener("design-changed", () => {
    if (lens) look();
  });
}
