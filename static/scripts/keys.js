// Keyboard: `[data-key="t"]` is pressed by that key anywhere outside a field; `?` shows them all.
import { fitDiagram, moveToNeighbour, panDiagram, zoomDiagram } from "./diagram.js";
import { openPalette } from "./palette.js";

/** @param {EventTarget | null} target @returns {boolean} whether typing belongs to the element */
function isTyping(target) {
  const element = /** @type {Element | null} */ (target);
  if (!(element instanceof Element)) return false;
  if (element.closest("rh-sql, .cm-editor, [contenteditable=true]")) return true;
  return element.matches('textarea, select, input:not([type="checkbox"]):not([type="radio"]):not([type="submit"])');
}

/** @param {string} selector @returns {boolean} whether there was something to press */
function press(selector) {
  const element = document.querySelector(selector);
  if (!(element instanceof HTMLElement) || element.matches("[disabled], [aria-disabled=true]")) return false;
  element.click();
  return true;
}

/** @param {KeyboardEvent} event @returns {boolean} whether the key was one of ours */
function handleCommand(event) {
  const key = event.key.toLowerCase();
  if (key === "z" && !isTyping(event.target)) return press(event.shiftKey ? "#redo" : "#undo");
  if (key === "y" && !isTyping(event.target)) return press("#redo");
  if (key === "k") return openPalette();
  return false;
}

/** @returns {boolean} */
function focusFilter() {
  const filter = document.getElementById("rail-filter");
  if (!(filter instanceof HTMLInputElement)) return false;
  if (document.body.classList.contains("rail-collapsed")) press('[data-fold="rail"]');
  filter.focus();
  filter.select();
  return true;
}

/**
 * Goes along a relationship of the selected table; where there are several, the palette asks along which.
 * @param {"out" | "in"} way @returns {boolean} whether there is one
 */
function follow(way) {
  const links = [...document.querySelectorAll(`#inspector a[data-follow="${way}"]`)];
  const ends = new Set(links.map((link) => link.getAttribute("href")));
  if (ends.size > 1) return openPalette(`follow ${way}`);
  return press(`#inspector a[data-follow="${way}"]`);
}

/** @param {KeyboardEvent} event @returns {boolean} whether the key was one of ours */
function handlePlain(event) {
  const onDiagram = event.target instanceof Element && event.target.closest(".diagram");
  switch (event.key) {
    case "/":
      return openPalette();
    case "l":
      return focusFilter();
    case "o":
      return follow("out");
    case "i":
      return follow("in");
    case "?":
      return press('[data-sheet="keys"]');
    case "0":
      fitDiagram();
      return true;
    case "+":
    case "=":
      zoomDiagram(1.25);
      return true;
    case "-":
      zoomDiagram(0.8);
      return true;
    case "Escape":
      return press("#inspector .back");
    case "Delete":
      return press("[data-key=Delete]");
    case "ArrowLeft":
    case "ArrowRight":
    case "ArrowUp":
    case "ArrowDown":
      if (!onDiagram) return false;
      if (event.shiftKey) panDiagram(event.key);
      else moveToNeighbour(event.key);
      return true;
    default:
      return event.key.length === 1 && press(`[data-key="${CSS.escape(event.key)}"]`);
  }
}

/** Ctrl-Enter sends the form one is in, from any of its fields. @param {KeyboardEvent} event */
function submit(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  const form = event.target instanceof Element && event.target.closest("#inspector form, [data-sql-of]");
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  event.stopPropagation(); // an SQL editor would break the line
  form.requestSubmit();
}

const STORAGE_KEY = "rowhouse-single-keys";

/** @returns {boolean} whether keys without Ctrl or ⌘ are ours */
function areSingleKeysOn() {
  return localStorage.getItem(STORAGE_KEY) !== "off";
}

/** Starts watching the keyboard. */
export function watchKeys() {
  const box = document.querySelector("[data-single-keys]");
  if (box instanceof HTMLInputElement) {
    box.checked = areSingleKeysOn();
    box.addEventListener("change", () => localStorage.setItem(STORAGE_KEY, box.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", submit, true);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    let isHandled = false;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) isHandled = handleCommand(event);
    else if (!event.altKey && !isTyping(event.target)) {
      const isAlwaysOurs = event.key.startsWith("Arrow") || event.key === "Escape";
      isHandled = (isAlwaysOurs || areSingleKeysOn()) && handlePlain(event);
    }
    else if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
    if (isHandled) event.preventDefault();
  });
}
