// Several things picked at once: by rubber band, or one by one with Shift or Ctrl.
import { currentPlane, currentScene } from "./diagram.js";
import { selectedId } from "./selection.js";

const SVG = "http://www.w3.org/2000/svg";

/** @type {Set<string>} ids of cards */
const picked = new Set();

/** @returns {string[]} what a command is about: everything picked, else what is selected */
export function targets() {
  const cards = currentScene().cards;
  const ids = picked.size > 0 ? [...picked] : [selectedId()];
  return ids.filter((id) => cards.has(id));
}

/** @param {string} id */
export function isPicked(id) {
  return picked.has(id);
}

/** @param {Iterable<string>} ids @param {boolean} [isMore] in addition to those picked already */
export function pick(ids, isMore = false) {
  if (!isMore) picked.clear();
  for (const id of ids) picked.add(id);
  showPicks();
  document.dispatchEvent(new CustomEvent("picks-changed"));
}

/** Picks a card, or lets it go. What was selected before is picked with the first. @param {string} id */
export function togglePick(id) {
  if (picked.size === 0 && selectedId() && selectedId() !== id && currentScene().cards.has(selectedId())) {
    picked.add(selectedId());
  }
  if (!picked.delete(id)) picked.add(id);
  showPicks();
  document.dispatchEvent(new CustomEvent("picks-changed"));
}

/** @returns {boolean} whether there was anything to let go */
export function letGo() {
  const had = picked.size > 0;
  pick([]);
  return had;
}

/** Draws a frame around everything picked, and the tools for it. */
export function showPicks() {
  const { cards } = currentScene();
  for (const id of [...picked]) if (!cards.has(id)) picked.delete(id);
  const marks = currentPlane()?.marks;
  for (const frame of marks?.querySelectorAll(".picked") ?? []) frame.remove();
  for (const id of picked) {
    const card = cards.get(id);
    if (!card || !marks) continue;
    const frame = document.createElementNS(SVG, "rect");
    const [x, y, width, height] = [card.x - 3, card.y - 3, card.width + 6, card.height + 6];
    for (const [name, value] of Object.entries({ class: "picked", x, y, width, height, rx: 8 })) {
      frame.setAttribute(name, String(value));
    }
    marks.append(frame);
  }
  const tools = document.getElementById("pick-tools");
  if (!tools) return;
  const count = targets().length;
  tools.hidden = count === 0;
  const words = tools.querySelector("[data-count]");
  if (words) words.textContent = picked.size > 1 ? `${picked.size} picked` : "";
  for (const part of tools.querySelectorAll("[data-for-many]")) {
    /** @type {HTMLElement} */ (part).hidden = count < Number(part.getAttribute("data-for-many"));
  }
}
