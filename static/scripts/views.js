// How one looks at the canvas, kept in the address so that a link shows a colleague the same: mode, lens, neighbours, eyes, place.
import { closedEyes } from "./eyes.js";
import { chosenDetail, currentScene, currentViewport, fitDiagram, load } from "./diagram.js";
import { viewInUse } from "./named-views.js";
import { drawWritten, redrawAll, showOnly } from "./visibility.js";
import { lensInUse, useLens } from "./lenses.js";
import { arrangeAround } from "./neighbours.js";
import { notify } from "./notices.js";
import { selectedId } from "./selection.js";

const PATIENCE = 400; // milliseconds at rest before the address follows

let isNeighboursOnly = false;
/** @type {Map<string, {x: number, y: number}>} where what is shown stood before */
let stood = new Map();
let writing = 0;

/** @param {string} name @param {string} value "" takes it out of the address */
function keep(name, value) {
  const address = new URL(location.href);
  if ((address.searchParams.get(name) ?? "") === value) return;
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
}

/** Writes the view into the address; selecting something else has just replaced that. */
function writeAddress() {
  const viewport = currentViewport();
  if (!viewport) return;
  const { x, y, width, height } = viewport.view();
  const place = [x + width / 2, y + height / 2].map(Math.round);
  keep("at", viewport.isMoved && !isNeighboursOnly ? `${place.join(",")},${viewport.scale.toFixed(3)}` : "");
  keep("near", isNeighboursOnly ? "1" : "");
  keep("view", viewInUse());
  keep("lens", lensInUse());
  keep("hide", closedEyes());
  keep("mode", chosenDetail() === "all" ? "" : chosenDetail());
}

/** Goes where the address says. @returns {boolean} whether it says anything */
function goThere() {
  const viewport = currentViewport();
  const [x, y, scale] = (new URL(location.href).searchParams.get("at") ?? "").split(",").map(Number);
  if (!viewport || !(scale >= 0.02 && scale <= 4)) return false;
  viewport.set({ x: viewport.size.width / 2 - x * scale, y: viewport.size.height / 2 - y * scale, scale });
  viewport.isMoved = true;
  return true;
}

/** Shows the selected table with those it refers to on the left and those that refer to it on the right, or all again. */
function toggleNeighbours() {
  if (!isNeighboursOnly && !currentScene().cards.has(selectedId())) {
    return notify("Select a table first: then only it and its neighbours are shown.");
  }
  isNeighboursOnly = !isNeighboursOnly;
  document.body.classList.toggle("neighbours-only", isNeighboursOnly);
  for (const button of document.querySelectorAll("[data-neighbours]")) {
    button.setAttribute("aria-pressed", String(isNeighboursOnly));
  }
  writeAddress();
  if (isNeighboursOnly) return showNeighbours();
  stood = new Map();
  showOnly(null);
  load().then(fitDiagram);
}

/** Arranges the neighbours of what is selected now. */
function showNeighbours() {
  const scene = currentScene();
  const id = selectedId();
  if (!isNeighboursOnly || !scene.cards.has(id)) return;
  scene.move(stood);
  const places = arrangeAround(scene, id);
  stood = new Map(scene.all(places.keys()).map((card) => [card.id, { x: card.x, y: card.y }]));
  showOnly(places.keys());
  drawWritten(scene);
  scene.move(places);
  redrawAll();
  fitDiagram();
}

/** Starts keeping the view in the address. */
export function watchViews() {
  const asked = new URL(location.href).searchParams;
  let isFirst = true;
  let shown = "";
  document.addEventListener("diagram-drawn", () => {
    stood = new Map(); // they are in a scene that is gone
    if (isFirst) goThere();
    if (isFirst && asked.get("lens") && !lensInUse()) useLens(asked.get("lens") ?? "");
    if (isFirst && asked.get("near")) toggleNeighbours();
    else showNeighbours();
    isFirst = false;
  });
  document.addEventListener("htmx:after:settle", () => {
    writeAddress();
    if (selectedId() !== shown) showNeighbours();
    shown = selectedId();
  });
  for (const name of ["lens-changed", "view-chosen", "eyes-changed"]) document.addEventListener(name, writeAddress);
  document.addEventListener("view-moved", () => {
    clearTimeout(writing);
    writing = window.setTimeout(writeAddress, PATIENCE);
  });
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-neighbours]")) toggleNeighbours();
  });
}
