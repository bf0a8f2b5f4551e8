// The diagram: fetched from the server, which draws it; put into the page; kept in place over redraws.
import { nearestTowards } from "./geometry.js";
import { Viewport } from "./viewports.js";
import { currentTheme } from "./themes.js";
import { selectObject, selectedId } from "./selection.js";

const CARD = 'g[id^="table-"], g[id^="view-"], g[id^="enum-"]';
const DETAIL_KEY = "rowhouse-detail";
const EDGE = 'g[id^="edge-"]';

/** @type {Viewport | null} */
let viewport = null;
/** @type {AbortController | null} */
let loading = null;
/** @type {Map<string, SVGGElement>} */
let nodes = new Map();

/** @param {string} id @returns {SVGGElement | undefined} what stands for the object on the canvas */
export function nodeOf(id) {
  return nodes.get(id);
}

/** @param {Element} node */
export function revealNode(node) {
  viewport?.reveal(node);
}

export function fitDiagram() {
  viewport?.fit();
}

/** @param {number} factor */
export function zoomDiagram(factor) {
  viewport?.zoom(factor);
}

/** @param {string} key an arrow key */
export function panDiagram(key) {
  const step = 80;
  const [dx, dy] = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[key] ?? [0, 0];
  viewport?.pan(dx, dy);
}

/**
 * Selects the nearest table in the direction of an arrow key.
 * @param {string} key
 */
export function moveToNeighbour(key) {
  const from = nodes.get(selectedId()) ?? nodes.values().next().value;
  if (!from) return;
  const others = [...nodes].map(([id, node]) => /** @type {[string, {x: number, y: number}]} */ ([id, middleOf(node)]));
  const next = nearestTowards(middleOf(from), key, others);
  selectObject(selectedId() ? (next ?? "") : idOf(from));
}

/** @param {Element} node @returns {string} the id of the object a card or line stands for */
function idOf(node) {
  return node.id.slice(node.id.indexOf("-") + 1);
}

/** @param {Element} element */
function middleOf(element) {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/**
 * How much of each table is drawn: as chosen, else what a browser can move about at this size.
 * @param {number} tables
 */
function chosenDetail(tables) {
  const choice = sessionStorage.getItem(DETAIL_KEY) ?? (tables > 300 ? "names" : tables > 120 ? "keys" : "all");
  for (const button of document.querySelectorAll("[data-detail]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.detail === choice));
  }
  return choice;
}

/** @param {string} text @param {boolean} isBad */
function say(text, isBad = false) {
  const state = document.getElementById("canvas-state");
  if (!state) return;
  state.hidden = text === "";
  state.classList.toggle("offline", isBad);
  const words = state.querySelector("[data-text]");
  if (words) words.textContent = text;
  const [stop, retry] = [state.querySelector("[data-stop-drawing]"), state.querySelector("[data-retry-drawing]")];
  if (stop instanceof HTMLElement) stop.hidden = isBad;
  if (retry instanceof HTMLElement) retry.hidden = !isBad;
}

/** Fetches the drawing of the design as it is now. An older request under way is given up. */
async function load() {
  const frame = document.getElementById("diagram");
  if (!frame?.dataset.src) return;
  loading?.abort();
  const controller = new AbortController();
  loading = controller;
  const slow = setTimeout(() => say("Drawing the diagram…"), 300);
  try {
    const source = new URL(frame.dataset.src, location.href);
    source.searchParams.set("theme", currentTheme());
    source.searchParams.set("detail", chosenDetail(Number(frame.dataset.tables)));
    const response = await fetch(source, { signal: controller.signal });
    const text = await response.text();
    if (!response.ok) throw new Error(response.headers.get("content-type")?.startsWith("text/plain") ? text : "");
    show(frame, text);
    say("");
  } catch (error) {
    if (loading !== controller) return; // a newer request speaks now
    const isStopped = error instanceof DOMException && error.name === "AbortError";
    const reason = error instanceof Error && !isStopped ? error.message : "";
    say(isStopped ? "Drawing stopped." : reason || "The diagram could not be drawn. Your design is safe.", true);
  } finally {
    clearTimeout(slow);
  }
}

/**
 * Puts a drawing into the page. The selected table stays where it was on the screen.
 * @param {HTMLElement} frame
 * @param {string} text SVG
 */
function show(frame, text) {
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (!(drawn instanceof SVGSVGElement)) throw new Error("");
  const plane = document.importNode(drawn, true);
  const [width, height] = [plane.width.baseVal.value, plane.height.baseVal.value];
  // One stop for Tab: inside the diagram the arrow keys move.
  for (const stop of plane.querySelectorAll("[tabindex]")) stop.removeAttribute("tabindex");

  const anchorId = selectedId();
  const before = nodes.get(anchorId)?.getBoundingClientRect();
  const isFirst = nodes.size === 0;
  frame.replaceChildren(plane);
  nodes = new Map();
  for (const node of plane.querySelectorAll(CARD)) {
    if (node instanceof SVGGElement) nodes.set(idOf(node), node);
  }
  viewport?.show(plane, width, height);
  if (isFirst) viewport?.fit();
  const after = nodes.get(anchorId)?.getBoundingClientRect();
  if (before && after) viewport?.move(before.left - after.left, before.top - after.top);
  document.dispatchEvent(new CustomEvent("diagram-drawn"));
}

/** Starts drawing, and redraws after every edit and change of theme. */
export function watchDiagram() {
  const frame = document.getElementById("diagram");
  if (!frame) return;
  viewport = new Viewport(
    frame,
    ({ target }) => {
      const node = /** @type {Element | null} */ (target)?.closest?.(`${CARD}, ${EDGE}`);
      if (node) selectObject(idOf(node));
    },
    (scale) => {
      const shown = document.getElementById("zoom-level");
      if (shown) shown.textContent = `${Math.round(scale * 100)} %`;
    },
  );
  document.addEventListener("design-changed", load);
  document.addEventListener("theme-changed", load);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const detail = target.closest("[data-detail]");
    if (detail instanceof HTMLElement) {
      sessionStorage.setItem(DETAIL_KEY, detail.dataset.detail ?? "all");
      load().then(fitDiagram);
    }
    if (target.closest("[data-fit]")) fitDiagram();
    if (target.closest("[data-zoom-in]")) zoomDiagram(1.25);
    if (target.closest("[data-zoom-out]")) zoomDiagram(0.8);
    if (target.closest("[data-stop-drawing]")) loading?.abort();
    if (target.closest("[data-retry-drawing]")) load();
  });
  load();
}
