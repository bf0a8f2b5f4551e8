// What of the scene is shown: all of it, but what a named view or the neighbours leave out, and what has its eye closed.
import { currentPlane, currentScene, currentViewport } from "./diagram.js";

/** @type {Set<string> | null} ids of the only cards that are shown; null shows all */
let only = null;
/** @type {(card: import("./scenes.js").Card) => boolean} */
let isClosed = () => false;

/** @param {Iterable<string> | null} ids of the only cards that are shown from now on; null shows all */
export function showOnly(ids) {
  only = ids && new Set(ids);
  hide();
}

/** @param {typeof isClosed} test whether a person does not want to see a card */
export function closeWhere(test) {
  isClosed = test;
  hide();
}

/** Hides what is not shown; the picture follows with `redrawAll`. */
export function hide() {
  const scene = currentScene();
  const hidden = [...scene.cards.values()].filter((card) => isClosed(card) || (only && !only.has(card.id)));
  scene.hidden = new Set(hidden.map((card) => card.id));
}

/** Draws lines that were only written because they would have been too long: few cards are left. @param {import("./scenes.js").Scene} scene */
export function drawWritten(scene) {
  for (const edge of scene.edges.values()) {
    if (scene.isEdgeShown(edge)) edge.is_written = false;
  }
}

/** Shows the scene as it is now. */
export function redrawAll() {
  currentPlane()?.show(currentScene());
  currentViewport()?.redraw();
  document.dispatchEvent(new CustomEvent("marks-shown"));
}
