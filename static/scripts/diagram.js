// The diagram: fetched from the server, which lays it out; drawn here as far as it is in view; kept in place over edits.
import { followMark } from "./follows.js";
import { showArea } from "./commands.js";
import { startDrag } from "./drags.js";
import { nearestTowards } from "./geometry.js";
import { frameView } from "./minimaps.js";
import { letGo, togglePick } from "./picks.js";
import { applyTo } from "./marks.js";
import { Plane } from "./planes.js";
import { Scene } from "./scenes.js";
import { isLit, selectObject, selectedId } from "./selection.js";
import { around, grown } from "./grids.js";
import { unsaved } from "./steps.js";
import { Viewport } from "./viewports.js";

/** @typedef {import("./grids.js").Rect} Rect */

const TYPING_PAUSE = 1500; // milliseconds without another column
const DETAIL_KEY = "rowhouse-detail";

/** @type {Viewport | null} */
let viewport = null;
/** @type {Plane | null} */
let plane = null;
/** @type {AbortController | null} */
let loading = null;
let scene = new Scene({ cards: [], edges: [] });

/** @returns {Scene} what is drawn now */
export function currentScene() {
  return scene;
}

/** @returns {import("./marks.js").Marks} what people have made of the canvas */
export function currentMarks() {
  return scene.marks;
}

/** Shows what a patch changed in the marks. @param {import("./marks.js").Patch} patch */
export function showMarks(patch) {
  scene.standAsMarked(Object.keys(patch.placements ?? {}));
  if (patch.views) document.dispatchEvent(new CustomEvent("named-views-changed"));
  plane?.show(scene);
  viewport?.redraw();
  document.dispatchEvent(new CustomEvent("marks-shown"));
}

/** @returns {Plane | null} */
export function currentPlane() {
  return plane;
}

/** @returns {Viewport | null} */
export function currentViewport() {
  return viewport;
}

/** @param {string} id of a table, view, enum or relationship @returns {Rect | undefined} where it lies on the plane */
export function placeOf(id) {
  const card = scene.cards.get(id);
  if (card) return card;
  const edge = scene.edges.get(id);
  if (!edge || edge.is_written) return undefined;
  return around(scene.pointsOf(edge).map(([x, y]) => ({ x, y, width: 0, height: 0 })));
}

export function fitDiagram() {
  viewport?.fit(scene.bounds());
}

/** Fits what is selected into the frame. */
export function fitSelection() {
  const place = placeOf(selectedId());
  if (place) viewport?.fit(grown(place, 40));
  else fitDiagram();
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

/** Selects the nearest table in the direction of an arrow key. @param {string} key */
export function moveToNeighbour(key) {
  const cards = [...scene.cards.values()].filter((card) => !scene.hidden.has(card.id));
  const from = scene.cards.get(selectedId());
  if (!from) return selectObject((cards.find((card) => card.kind === "table") ?? cards[0])?.id ?? "");
  const others = cards.map((card) => /** @type {[string, {x: number, y: number}]} */ ([card.id, middleOf(card)]));
  selectObject(nearestTowards(middleOf(from), key, others) ?? "");
}

/** @param {Rect} rect */
function middleOf(rect) {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

/** How much of each table is drawn: names, keys or all. */
let detail = new URL(location.href).searchParams.get("mode") ?? sessionStorage.getItem(DETAIL_KEY) ?? "all";

/** @returns {string} how much of each table is drawn */
export function chosenDetail() {
  for (const button of document.querySelectorAll("[data-detail]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.detail === detail));
  }
  return detail;
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

/** Fetches the canvas of the design as it is now. An older request under way is given up. */
export async function load() {
  const frame = document.getElementById("diagram");
  if (!frame?.dataset.src) return;
  loading?.abort();
  const controller = new AbortController();
  loading = controller;
  const steps = unsaved().count;
  const slow = setTimeout(() => say("Laying out the diagram…"), 300);
  try {
    const source = new URL(frame.dataset.src, location.href);
    source.searchParams.set("detail", chosenDetail());
    const response = await fetch(source, { signal: controller.signal });
    const isText = response.headers.get("content-type")?.startsWith("text/plain");
    if (!response.ok) throw new Error(isText ? await response.text() : "");
    const { canvas, marks } = await response.json();
    // Steps taken meanwhile are not in what the server sent.
    if (unsaved().count !== steps) return load();
    applyTo(marks, unsaved().patch);
    show(new Scene(canvas, marks));
    say(canvas.note);
  } catch (error) {
    if (loading !== controller) return; // a newer request speaks now
    const isStopped = error instanceof DOMException && error.name === "AbortError";
    const reason = error instanceof Error && !isStopped ? error.message : "";
    say(isStopped ? "Drawing stopped." : reason || "The diagram could not be drawn. Your design is safe.", true);
  } finally {
    clearTimeout(slow);
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;

/** Fetches the canvas after an edit: at once, but while columns are typed not after each, for their table is drawn already. */
function loadInTime() {
  clearTimeout(due);
  if (document.querySelector("#inspector [data-typing]")) due = setTimeout(load, TYPING_PAUSE);
  else load();
}

/** Shows another scene. The selected table stays where it was on the screen. @param {Scene} next */
function show(next) {
  if (!plane || !viewport) return;
  const isFirst = scene.cards.size === 0;
  const [before, after] = [scene.cards.get(selectedId()), next.cards.get(selectedId())];
  scene = next;
  plane.show(scene);
  document.getElementById("canvas-empty")?.toggleAttribute("hidden", scene.cards.size > 0);
  if (isFirst) fitDiagram();
  else if (before && after) viewport.pan((before.x - after.x) * viewport.scale, (before.y - after.y) * viewport.scale);
  viewport.redraw();
  document.dispatchEvent(new CustomEvent("diagram-drawn"));
}

/** @param {PointerEvent} event */
function click(event) {
  if (event.target instanceof Element && event.target.closest("foreignObject")) return;
  const card = cardAt(event);
  const area = !card && event.target instanceof Element && event.target.closest(".area");
  showArea(area instanceof SVGElement ? (area.dataset.area ?? "") : "");
  if (card && (event.shiftKey || event.ctrlKey || event.metaKey)) return togglePick(card.id);
  letGo();
  const edge = /** @type {Element} */ (event.target).closest('g[id^="edge-"]');
  if (card && followMark(/** @type {Element} */ (event.target), card.id)) return;
  if (card) selectObject(card.id);
  else if (edge) selectObject(edge.id.slice("edge-".length));
}

/** @param {{clientX: number, clientY: number}} event @returns {import("./scenes.js").Card | undefined} the card under a pointer */
export function cardAt(event) {
  if (!viewport) return undefined;
  return scene.cardsIn({ ...viewport.pointOf(event), width: 0, height: 0 }).at(-1);
}

/** Starts drawing, and redraws after every edit and change of theme. */
export function watchDiagram() {
  const frame = document.getElementById("diagram");
  if (!frame) return;
  plane = new Plane(frame);
  plane.finishEdge = (group, edge) => group.classList.toggle("lit", isLit(edge));
  viewport = new Viewport(frame, {
    click,
    press: startDrag,
    draw: () => {
      if (plane && viewport) plane.draw(viewport);
      const shown = document.getElementById("zoom-level");
      frameView();
      document.dispatchEvent(new CustomEvent("view-moved"));
      const words = `${Math.round((viewport?.scale ?? 1) * 100)} %`;
      if (shown && shown.textContent !== words) shown.textContent = words; // or every pan would lay the page out again
    },
  });
  document.addEventListener("design-changed", loadInTime);
  document.addEventListener("theme-changed", () => {
    plane?.overview.readColours();
    viewport?.redraw();
  });
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const choice = target.closest("[data-detail]");
    if (choice instanceof HTMLElement) {
      detail = choice.dataset.detail ?? "all";
      sessionStorage.setItem(DETAIL_KEY, detail);
      load().then(fitDiagram);
    }
    if (target.closest("[data-fit]")) fitDiagram();
    if (target.closest("[data-fit-selection]")) fitSelection();
    if (target.closest("[data-zoom-in]")) zoomDiagram(1.25);
    if (target.closest("[data-zoom-out]")) zoomDiagram(0.8);
    if (target.closest("[data-stop-drawing]")) loading?.abort();
    if (target.closest("[data-retry-drawing]")) load();
  });
  load();
}
