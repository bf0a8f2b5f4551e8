// Named views: saved parts of the canvas, each with a layout of its own, shared by the team, listed above the objects.
import { findRoom } from "./arrangements.js";
import { currentMarks, currentScene, fitDiagram, load } from "./diagram.js";
import { around, grown } from "./grids.js";
import { rounded } from "./marks.js";
import { notify } from "./notices.js";
import { letGo, targets } from "./picks.js";
import { selectedId } from "./selection.js";
import { canEdit, take } from "./steps.js";
import { drawWritten, hide, redrawAll, showOnly } from "./visibility.js";

/** @typedef {import("./marks.js").NamedView} NamedView */

const MOST_WRITTEN = 120; // cards among which every line is drawn, however long

let chosen = "";
/** @type {Set<string>} cards there were when the canvas was drawn last */
let known = new Set();
let listed = "";

/** @returns {string} id of the named view that is open, or "" */
export function viewInUse() {
  return chosen;
}

/** @returns {NamedView | undefined} the one that is open */
function openView() {
  return currentMarks().views[chosen];
}

/** Opens a view, or all tables with "". @param {string} id */
function choose(id) {
  if (id !== "" && !currentMarks().views[id]) return;
  const wasOpen = chosen !== "";
  chosen = id;
  letGo();
  document.dispatchEvent(new CustomEvent("view-chosen"));
  // The neighbours are shown over the view: whoever opens another one wants to see that.
  if (document.body.classList.contains("neighbours-only")) return document.querySelector("[data-neighbours]")?.dispatchEvent(new Event("click", { bubbles: true }));
  if (id === "" || wasOpen) {
    showOnly(null);
    load().then(fitDiagram);
  } else {
    enter();
    redrawAll();
    fitDiagram();
  }
}

/** Puts the scene into the layout of the open view. One that somebody has deleted is left. */
function enter() {
  const scene = currentScene();
  const view = openView();
  list();
  if (!view) {
    if (!chosen) return hide();
    chosen = "";
    document.dispatchEvent(new CustomEvent("view-chosen"));
    showOnly(null);
    return void load();
  }
  scene.view = chosen;
  scene.standAsMarked(Object.keys(view.places));
  showOnly(Object.keys(view.places));
  if (scene.cards.size - scene.hidden.size <= MOST_WRITTEN) drawWritten(scene);
}

/** Keeps what is picked, or what is shown, under a name of its own. */
function keepView() {
  if (!canEdit()) return notify("Show all tables first: neighbours stand only for a moment where they stand.");
  const scene = currentScene();
  const shown = [...scene.cards.keys()].filter((id) => !scene.hidden.has(id));
  const ids = targets().length > 1 ? targets() : shown;
  if (ids.length === 0) return notify("There is nothing to keep in a view yet.");
  const id = crypto.randomUUID();
  const name = `View ${Object.keys(currentMarks().views).length + 1}`;
  const places = rounded(new Map(scene.all(ids).map((card) => [card.id, card])));
  take(`Keep ${name}`, { views: { [id]: { name, places } } });
  choose(id);
  const field = document.querySelector("#named-views input");
  if (field instanceof HTMLInputElement) field.select();
}

/** @param {string} label @param {NamedView} view the open one as it will be */
function change(label, view) {
  take(label, { views: { [chosen]: view } });
}

/** Takes cards into the open view, each in the nearest free place. @param {string[]} ids */
function addToView(ids) {
  const view = openView();
  const scene = currentScene();
  const more = scene.all(ids.filter((id) => !view?.places[id]));
  if (!view) return;
  if (more.length === 0) return notify("Select a table outside of the view, in the list or the palette, to take it in.");
  const shown = [...scene.cards.values()].filter((card) => !scene.hidden.has(card.id));
  const taken = shown.map((card) => grown(card, 24));
  const home = around(shown);
  /** @type {Map<string, {x: number, y: number}>} */
  const places = new Map();
  for (const card of more) {
    const near = (scene.edgesOf.get(card.id) ?? []).flatMap((edge) => scene.all([edge.child, edge.parent])).find((other) => shown.includes(other));
    const room = findRoom({ ...card, ...start(near ?? home) }, taken);
    taken.push(grown(room, 24));
    places.set(card.id, room);
  }
  const name = scene.nameOf(more.map((card) => card.id));
  change(`Take ${name} into ${view.name}`, { ...view, places: { ...view.places, ...rounded(places) } });
}

/** @param {import("./grids.js").Rect} rect @returns {{x: number, y: number}} beside it */
function start({ x, y, width }) {
  return { x: x + width + 80, y };
}

/** Lets what is picked go from the open view. */
function takeOut() {
  const view = openView();
  const ids = targets().filter((id) => view?.places[id]);
  if (!view || ids.length === 0) return notify("Select what the view shall no longer show.");
  const left = Object.fromEntries(Object.entries(view.places).filter(([id]) => !ids.includes(id)));
  letGo();
  change(`Take ${currentScene().nameOf(ids)} out of ${view.name}`, { ...view, places: left });
}

/** Deletes the open view; its tables stay. */
function deleteView() {
  const view = openView();
  if (!view) return;
  const id = chosen;
  take(`Delete the view ${view.name}`, { views: { [id]: null } });
  notify(`Deleted the view ${view.name}. Its tables are as they were.`, { undo: true });
}

/** @param {Event} event the name of the open view was typed */
function rename({ target }) {
  const view = openView();
  if (!(target instanceof HTMLInputElement) || !target.closest("#named-views") || !view) return;
  const name = target.value.trim();
  if (name && name !== view.name) change(`Rename ${view.name} to ${name}`, { ...view, name });
  else target.value = view.name;
}

/** Lists the views, unless the list says all that already. */
function list() {
  const section = document.getElementById("named-views");
  const rows = section?.querySelector("ul");
  const [row, open] = ["view-row", "view-open"].map((id) => document.getElementById(id));
  if (!section || !rows || !(row instanceof HTMLTemplateElement) || !(open instanceof HTMLTemplateElement)) return;
  const views = Object.entries(currentMarks().views).sort(([, a], [, b]) => a.name.localeCompare(b.name));
  const now = JSON.stringify([chosen, views.map(([id, { name, places }]) => [id, name, Object.keys(places).length])]);
  if (now === listed) return;
  listed = now;
  section.toggleAttribute("data-none", views.length === 0);
  rows.replaceChildren(
    ...[["", { name: "All tables", places: null }], ...views].map(([id, view]) =>
      fill(/** @type {HTMLElement} */ ((id === chosen && id ? open : row).content.firstElementChild?.cloneNode(true)), id, view)),
  );
}

/** @param {HTMLElement} item @param {any} id @param {any} view @returns {HTMLElement} */
function fill(item, id, { name, places }) {
  const count = item.querySelector(".count");
  if (count) count.textContent = places ? String(Object.keys(places).length) : "";
  const field = item.querySelector("input");
  if (field) field.value = name;
  const button = item.querySelector("button[data-view]");
  if (!(button instanceof HTMLElement)) return item;
  button.dataset.view = id;
  button.dataset.command = id ? `View: ${name}` : "Show all tables";
  if (id === chosen) button.setAttribute("aria-current", "true");
  const words = button.querySelector(".name");
  if (words) words.textContent = name;
  return item;
}

/** @param {Event} event */
function press(event) {
  const button = /** @type {Element} */ (event.target).closest("#named-views button");
  if (!(button instanceof HTMLElement)) return;
  const { view, viewDo: verb } = button.dataset;
  if (view !== undefined) return choose(view);
  const verbs = { keep: keepView, add: () => addToView([selectedId(), ...targets()]), out: takeOut, delete: deleteView };
  verbs[/** @type {keyof typeof verbs} */ (verb)]?.();
}

/** Shows the view again after the canvas was drawn anew; what the person has just added belongs to it. */
function drawn() {
  const { cards } = currentScene();
  const made = selectedId();
  const isNew = known.size > 0 && cards.has(made) && !known.has(made);
  known = new Set(cards.keys());
  enter();
  if (chosen && isNew) addToView([made]);
}

/** Starts listing the views and answering the list. */
export function watchNamedViews() {
  let isFirst = true;
  document.addEventListener("diagram-drawn", () => {
    if (isFirst) chosen = new URL(location.href).searchParams.get("view") ?? "";
    drawn();
    if (chosen) redrawAll();
    if (chosen && isFirst) fitDiagram();
    isFirst = false;
  });
  document.addEventListener("named-views-changed", enter);
  document.addEventListener("click", press);
  document.addEventListener("change", rename);
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target instanceof HTMLInputElement && target.closest("#named-views")) target.blur();
  });
}
