// What can be done on this page now, read off its buttons and links: what is on the page is in the palette too.
import { makeFind } from "./finds.js";

/** @typedef {import("./finds.js").Find} Find */

const PLACES = [
  "#inspector .object-head a, #inspector .section-links a, #inspector a[data-follow]",
  ".canvas a, .canvas button, .canvas-tools a",
  ".drawer-tabs a, .drawer-tabs button",
  ".topbar a, .topbar button",
  ".rail .add, .rail-head button, .named-views button, .eyes button, .areas button, #rail .group > .eye, .schema-name .eye",
].join(", ");

/** @returns {Find[]} one command for every name */
export function listCommands() {
  /** @type {Map<string, Find>} */
  const commands = new Map();
  for (const button of document.querySelectorAll(PLACES)) {
    if (!(button instanceof HTMLElement) || button.matches("[disabled], [aria-disabled=true], .back, [hidden]")) continue;
    if (button.closest("[hidden], dialog")) continue;
    const name = nameOf(button);
    if (!name || commands.has(name)) continue;
    const find = makeFind("command", name, keyOf(button));
    find.button = button;
    commands.set(name, find);
  }
  return [...commands.values()];
}

/** @param {HTMLElement} button */
function nameOf(button) {
  const name = button.dataset.command ?? button.getAttribute("aria-label") ?? button.textContent ?? "";
  return name.trim().replace(/\s+/g, " ");
}

/** @param {HTMLElement} button @returns {string} the key that does the same, as the title says it */
function keyOf(button) {
  return button.dataset.key ?? /\(([^()]{1,12})\)$/.exec(button.title)?.[1] ?? "";
}
