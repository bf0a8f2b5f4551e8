// Eyes: what a person does not want to see now, by kind, schema or area, kept in this browser for this project.
import { branchesOf, keysOf } from "./branches.js";
import { currentMarks, currentScene } from "./diagram.js";
import { closeWhere, redrawAll } from "./visibility.js";

/** @type {Set<string>} keys of branches */
let closed = new Set();
let listed = "";

/** @returns {string} */
function storageKey() {
  return `rowhouse-eyes-${location.pathname.split("/")[2] ?? ""}`;
}

/** @returns {Set<string>} */
function recall() {
  try {
    return new Set(JSON.parse(localStorage.getItem(storageKey()) ?? "[]"));
  } catch {
    return new Set(); // storage may be forbidden
  }
}

function keep() {
  try {
    if (closed.size) localStorage.setItem(storageKey(), JSON.stringify([...closed]));
    else localStorage.removeItem(storageKey());
  } catch {
    // It only lasts shorter.
  }
}

/** Shows what has its eyes open, and lists the branches. */
function look() {
  const marks = currentMarks();
  closeWhere((card) => keysOf(card, marks).some((key) => closed.has(key)));
  list();
}

/** @param {Set<string>} keys of the branches that are closed from now on */
function close(keys) {
  closed = keys;
  keep();
  look();
  redrawAll();
}

/** Lists the branches, unless the list says all that already. */
function list() {
  const section = document.getElementById("eyes");
  const row = document.getElementById("eye-row");
  const rows = section?.querySelector("ul");
  if (!section || !rows || !(row instanceof HTMLTemplateElement)) return;
  const { cards, hidden } = currentScene();
  const branches = branchesOf(cards.values(), currentMarks());
  section.hidden = branches.length === 0;
  const words = section.querySelector("[data-shown]");
  if (words) words.textContent = hidden.size ? `${cards.size - hidden.size} of ${cards.size} shown` : String(cards.size);
  const all = section.querySelector("[data-open-all]");
  if (all instanceof HTMLElement) all.hidden = closed.size === 0;
  const now = JSON.stringify([branches, [...closed]]);
  if (now === listed) return;
  listed = now;
  const focused = document.activeElement?.getAttribute("data-eye");
  rows.replaceChildren(
    ...branches.map(({ key, heading, name, count }, number) => {
      const item = /** @type {HTMLElement} */ (row.content.firstElementChild?.cloneNode(true));
      const button = /** @type {HTMLElement} */ (item.querySelector("button"));
      if (heading !== branches[number - 1]?.heading) item.dataset.heading = heading;
      const isOpen = !closed.has(key);
      button.dataset.eye = key;
      button.dataset.command = `${isOpen ? "Hide" : "Show"} ${name} on the canvas`;
      button.setAttribute("aria-pressed", String(isOpen));
      button.setAttribute("aria-label", `${heading}: ${name}, ${count}, on the canvas`);
      item.querySelectorAll(".name, .count").forEach((part, place) => (part.textContent = place ? String(count) : name));
      return item;
    }),
  );
  if (focused) /** @type {HTMLElement | null} */ (rows.querySelector(`[data-eye="${CSS.escape(focused)}"]`))?.focus();
}

/** Starts listing the branches and answering their eyes. */
export function watchEyes() {
  closed = recall();
  document.addEventListener("diagram-drawn", () => {
    look();
    if (closed.size) redrawAll();
  });
  document.addEventListener("marks-shown", look);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const key = target.closest("[data-eye]")?.getAttribute("data-eye");
    if (key) close(closed.has(key) ? new Set([...closed].filter((other) => other !== key)) : new Set([...closed, key]));
    else if (target.closest("[data-open-all]")) close(new Set());
  });
}
