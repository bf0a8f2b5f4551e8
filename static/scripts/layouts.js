// Laying out anew: everything, after asking where people have put things by hand, or only what is picked.
import { findRoom } from "./arrangements.js";
import { chosenDetail, currentMarks, currentScene, fitDiagram } from "./diagram.js";
import { around, grown } from "./grids.js";
import { isHandMade, placing } from "./marks.js";
import { notify } from "./notices.js";
import { targets } from "./picks.js";
import { canEdit, post, take } from "./steps.js";

/** @typedef {"right" | "left" | "down" | "up"} Direction where tables stand that refer to others, seen from those */

/** @type {Direction} what was asked for last */
let asked = "right";

/** @returns {HTMLElement | null} the question */
function question() {
  return document.getElementById("layout-question");
}

/** Lays out what is picked, or asks whether all is meant. @param {Direction} direction */
function layOut(direction) {
  if (!canEdit()) return;
  asked = direction;
  if (targets().length > 1) return layOutPart(targets());
  const marks = currentMarks();
  const view = marks.views[currentScene().view];
  if (view) return ask(`Lay out the ${shownIds().length} things in ${view.name} anew?`);
  if (!isHandMade(marks)) {
    if (direction !== "right") return layOutShown();
    return notify("Everything stands where the layout has put it; nothing was moved by hand.");
  }
  const count = Object.values(marks.placements).filter(({ x }) => (x ?? null) !== null).length;
  ask(`${count} things stand where people have put them. Lay all of them out anew?`);
}

/** @returns {string[]} ids of the cards that are drawn */
function shownIds() {
  const { cards, hidden } = currentScene();
  return [...cards.keys()].filter((id) => !hidden.has(id));
}

/** @param {string} text */
function ask(text) {
  const place = question();
  const words = place?.querySelector("[data-text]");
  if (!place || !words) return;
  words.textContent = text;
  place.hidden = false;
  place.querySelector("button")?.focus();
}

/** Lays out everything that is drawn, the way that was asked for, and shows it whole. */
function layOutShown() {
  layOutPart(shownIds()).then(fitDiagram);
}

/** Forgets the places that people gave things; colours, folds and areas stay. */
function layOutAll() {
  const { placements } = currentMarks();
  const freed = Object.entries(placements).map(([id, { x, y, ...looks }]) => {
    const isBare = !looks.colour && !looks.is_collapsed && !looks.area;
    return [id, isBare ? null : looks];
  });
  take("Lay out everything", { placements: Object.fromEntries(freed) });
  document.addEventListener("diagram-drawn", fitDiagram, { once: true });
}

/** Lays out some cards among themselves, where they are or in the nearest free place. @param {string[]} ids */
async function layOutPart(ids) {
  const address = document.getElementById("diagram")?.dataset.layout;
  if (!address) return;
  const answer = await post(`${address}?detail=${chosenDetail()}&direction=${asked}`, ids).catch(() => null);
  if (!answer?.ok) return notify((await answer?.text()) || "The server cannot be reached. Nothing was moved.", { isError: true });
  /** @type {Record<string, [number, number]>} */
  const found = await answer.json();
  const scene = currentScene();
  const cards = scene.all(ids.filter((id) => found[id]));
  const laid = around(cards.map(({ id, width, height }) => ({ x: found[id][0], y: found[id][1], width, height })));
  const now = around(cards);
  const own = new Set(ids);
  const others = [...scene.cards.values()].filter((card) => !own.has(card.id) && !scene.hidden.has(card.id));
  const room = findRoom({ ...laid, x: now.x, y: now.y }, others.map((card) => grown(card, 24)));
  const [dx, dy] = [room.x - laid.x, room.y - laid.y];
  const places = new Map(cards.map(({ id }) => [id, { x: found[id][0] + dx, y: found[id][1] + dy }]));
  take(`Lay out ${scene.nameOf(ids)}`, placing(currentMarks(), scene.cards.values(), places, scene.view));
}

/** Starts answering the button, the question and its answers. */
export function watchLayouts() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("[data-lay-out]");
    if (button) layOut(/** @type {Direction} */ (button.getAttribute("data-lay-out")));
    const answer = target.closest("#layout-question button");
    const place = question();
    if (!answer || !place) return;
    place.hidden = true;
    // What nobody has put anywhere is laid out by the server, from left to right, also when tables are added later.
    if (answer.hasAttribute("data-yes")) currentScene().view || asked !== "right" ? layOutShown() : layOutAll();
    document.getElementById("diagram")?.focus();
  });
}
