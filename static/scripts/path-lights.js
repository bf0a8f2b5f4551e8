// Lights up how two tables hang together. With one table selected the path starts there, and ends at the next one asked about.
import { currentScene, currentViewport } from "./diagram.js";
import { around, grown } from "./grids.js";
import { notify } from "./notices.js";
import { findPath } from "./paths.js";
import { pick, targets } from "./picks.js";
import { redrawAll } from "./visibility.js";

const MARGIN = 60; // pixels of the plane that are seen around a path

/** @type {Set<string>} ids of edges */
let lit = new Set();
let start = "";

/** @param {import("./scenes.js").Edge} edge @returns {boolean} whether it is on the path that is shown */
export function isOnPath(edge) {
  return lit.has(edge.id);
}

/** Shows the path between the two tables that are picked, or from the one asked about before to the selected one. */
function showPath() {
  const scene = currentScene();
  const ids = targets().filter((id) => scene.cards.get(id)?.kind === "table");
  const [from, to] = ids.length === 1 && start && scene.cards.has(start) ? [start, ids[0]] : ids;
  start = "";
  if (ids.length > 2 || !from) return notify("Pick two tables first: the path between them is shown.");
  if (!to || from === to) {
    start = from;
    return notify(`The path starts at ${scene.nameOf([from])}. Select another table and ask for the path again.`);
  }
  const path = findPath(scene, from, to);
  if (!path) return notify(`No relationships lead from ${scene.nameOf([from])} to ${scene.nameOf([to])}, over any table that is shown.`);
  pick(path.ids);
  lit = new Set(path.edges.map((edge) => edge.id));
  for (const edge of path.edges) edge.is_written = false; // however long it is
  scene.move(new Map(scene.all(path.ids).map((card) => [card.id, card])));
  redrawAll();
  currentViewport()?.fit(grown(around(scene.all(path.ids)), MARGIN));
  notify(path.ids.map((id) => scene.nameOf([id])).join(" → "));
}

/** The path ends when something else is picked, or nothing. */
function putOut() {
  if (lit.size === 0) return;
  lit = new Set();
  redrawAll();
}

/** Starts answering the button and its key. */
export function watchPaths() {
  document.addEventListener("picks-changed", putOut);
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-path]")) showPath();
  });
}
