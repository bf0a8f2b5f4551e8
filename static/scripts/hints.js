// Hints: a line about what can be done here, when it can be done for the first time. Each is shown once in a browser.
import { currentScene } from "./diagram.js";
import { targets } from "./picks.js";
import { selectedId } from "./selection.js";

const STORAGE_KEY = "rowhouse-hints";
const SHOWN_FOR = 20_000; // milliseconds

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @returns {Set<string>} the names of hints that were shown; `off` stands for all of them */
function seen() {
  return new Set((localStorage.getItem(STORAGE_KEY) ?? "").split(" ").filter(Boolean));
}

/** @param {string} name */
function remember(name) {
  localStorage.setItem(STORAGE_KEY, [...seen(), name].join(" "));
}

function hide() {
  clearTimeout(timer);
  document.getElementById("hint")?.setAttribute("hidden", "");
}

/** Shows a hint, unless it was shown before or another one is being read. @param {string} name */
function show(name) {
  const place = document.getElementById("hint");
  const words = document.querySelector(`template[data-hint="${name}"]`);
  const known = seen();
  if (!place?.hidden || !(words instanceof HTMLTemplateElement) || known.has(name) || known.has("off")) return;
  remember(name);
  place.querySelector("[data-hint-words]")?.replaceChildren(words.content.cloneNode(true));
  place.hidden = false;
  timer = setTimeout(hide, SHOWN_FOR);
}

/** Starts watching for what there is a hint about. */
export function watchHints() {
  document.addEventListener("diagram-drawn", () => {
    if (currentScene().cards.size > 0) show("canvas");
  });
  document.addEventListener("htmx:after:settle", () => {
    if (currentScene().cards.get(selectedId())?.kind === "table") show("table");
  });
  document.addEventListener("picks-changed", () => {
    if (targets().length > 1) show("picks");
  });
  document.addEventListener("notice", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.undo) show("saved"); // an edit of one's own
  });
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-hints-off]")) remember("off");
    if (target.closest("[data-hint-seen], [data-hints-off]")) hide();
  });
}
