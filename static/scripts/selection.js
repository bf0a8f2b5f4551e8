// What is selected: the object whose inspector is shown. The address holds it; rail and diagram show it.
import { currentPlane, currentScene, currentViewport, placeOf } from "./diagram.js";
import { isOnPath } from "./path-lights.js";

const SVG = "http://www.w3.org/2000/svg";
const FRAME = 2.5; // pixels of the screen

/** @returns {string} id of the selected definition, or "" */
export function selectedId() {
  return document.querySelector("#inspector [data-selected]")?.getAttribute("data-selected") ?? "";
}

/**
 * Opens an object in the inspector, as a click on it in the rail does.
 * @param {string} id
 */
export function selectObject(id) {
  const link = document.querySelector(`.rail a[data-object="${CSS.escape(id)}"]`);
  if (link instanceof HTMLElement && id !== selectedId()) link.click();
}

/** @param {import("./scenes.js").Edge} edge @returns {boolean} whether it is on a path, selected, or leads to or from what is */
export function isLit(edge) {
  const id = selectedId();
  return isOnPath(edge) || (id !== "" && (edge.id === id || edge.child === id || edge.parent === id));
}

/** Marks the selected object in the rail and on the canvas. */
function mark() {
  const id = selectedId();
  for (const link of document.querySelectorAll(".rail a[aria-current]")) link.removeAttribute("aria-current");
  for (const [edge, group] of currentPlane()?.edges ?? []) group.classList.toggle("lit", isLit(edge));
  frameSelected();
  if (!id) return;
  const link = document.querySelector(`.rail a[data-object="${CSS.escape(id)}"]`);
  link?.setAttribute("aria-current", "true");
  if (link instanceof HTMLElement && link.offsetParent) link.scrollIntoView({ block: "nearest" });
}

/** @type {SVGRectElement | null} around the selected card */
let frame = null;

/** Draws the frame around the selected card, where that is now. */
function frameSelected() {
  frame?.remove();
  frame = null;
  const box = currentScene().cards.get(selectedId());
  if (!box || currentScene().hidden.has(box.id)) return;
  frame = document.createElementNS(SVG, "rect");
  const gap = 4;
  for (const [name, value] of Object.entries({
    class: "rh-selected",
    x: box.x - gap,
    y: box.y - gap,
    width: box.width + 2 * gap,
    height: box.height + 2 * gap,
    rx: 8,
  })) {
    frame.setAttribute(name, String(value));
  }
  currentPlane()?.marks.append(frame);
  thicken();
}

/** Keeps the frame as thick from afar as from near. */
function thicken() {
  const width = String(FRAME / Math.min(1, currentViewport()?.scale ?? 1));
  if (frame && frame.style.strokeWidth !== width) frame.style.strokeWidth = width;
}

let isSought = false;

/** What is selected next was looked for, not pointed at: the canvas comes near enough to read it. */
export function seek() {
  isSought = true;
}

/** Moves what is selected into view. */
function reveal() {
  const place = placeOf(selectedId());
  if (place) currentViewport()?.reveal(place, isSought);
  isSought = false;
}

/** Puts the focus on the inspector's heading, unless a field of it asks for the focus. */
function focusHeading() {
  if (document.querySelector("#inspector [autofocus]")) return;
  const heading = document.querySelector("#inspector h2");
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

/**
 * A relationship that is added while a table is selected starts there.
 * @param {Event} event
 */
function startFromSelection(event) {
  const { request } = /** @type {CustomEvent<HtmxEventDetail>} */ (event).detail.ctx;
  if (request.method !== "GET" || !request.action.endsWith("/relationships/new/")) return;
  // The list knows a table that was just added before the diagram has drawn it.
  const link = document.querySelector(`.rail [data-kind=tables] a[data-object="${CSS.escape(selectedId())}"]`);
  if (link) request.body.set("table", selectedId());
}

/** Starts following what the inspector shows. */
export function watchSelection() {
  let shown = selectedId();
  let isFirst = true;
  document.addEventListener("htmx:config:request", startFromSelection);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    // The canvas clicks the list's links too, by script.
    if (target.closest("a[data-follow]") || (event.isTrusted && target.closest("#rail a[data-object]"))) seek();
  });
  document.addEventListener("htmx:after:settle", (event) => {
    mark();
    const isInspector = event.target instanceof Element && event.target.id === "inspector";
    // What had the focus is gone: reading goes on at the new heading.
    if (isInspector && document.activeElement === document.body) focusHeading();
    const id = selectedId();
    if (id === shown && !(isSought && isInspector)) return;
    shown = id;
    reveal();
    const live = document.getElementById("live");
    const name = document.querySelector("#inspector h2")?.textContent?.trim();
    if (live && id && name) live.textContent = `Selected ${name}`;
  });
  document.addEventListener("cards-moved", frameSelected);
  document.addEventListener("marks-shown", frameSelected);
  document.addEventListener("view-moved", thicken);
  document.addEventListener("diagram-drawn", () => {
    mark();
    if (isFirst && !new URL(location.href).searchParams.has("at")) seek();
    isFirst = false;
    reveal();
  });
  mark();
}
