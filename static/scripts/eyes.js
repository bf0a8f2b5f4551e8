// Eyes: what a person does not want to see now, by kind, schema, area or object. Kept in this browser for this project; a link
// that names others goes before.
import { areaOf, areasOf, keysOf, shownOf } from "./branches.js";
import { showArea } from "./commands.js";
import { areaAround, membersOf } from "./areas.js";
import { currentMarks, currentScene, currentViewport } from "./diagram.js";
import { closeWhere, redrawAll } from "./visibility.js";

/** @typedef {import("./scenes.js").Card} Card */

/** @type {Set<string>} keys of branches */
let closed = new Set();
let listedAreas = "";
let isMarked = false;

/** @returns {string} */
function storageKey() {
  return `rowhouse-eyes-${location.pathname.split("/")[2] ?? ""}`;
}

/** @returns {string} the closed eyes as the address has them */
export function closedEyes() {
  return [...closed].sort().map(encodeURIComponent).join(",");
}

/** @returns {Set<string>} */
function recall() {
  const asked = new URL(location.href).searchParams.get("hide");
  try {
    if (asked) return new Set(asked.split(",").map(decodeURIComponent));
    return new Set(JSON.parse(localStorage.getItem(storageKey()) ?? "[]"));
  } catch {
    return new Set(); // storage may be forbidden, an address mistyped
  }
}

function keep() {
  try {
    if (closed.size) localStorage.setItem(storageKey(), JSON.stringify([...closed]));
    else localStorage.removeItem(storageKey());
  } catch {
    // It only lasts shorter.
  }
}

/** @param {Card} card @returns {boolean} whether a branch that it is on has its eye closed */
function isShut(card) {
  return closed.size > 0 && keysOf(card, currentMarks()).some((key) => closed.has(key));
}

/** Shows what has its eyes open, and says so in the list. */
function look() {
  closeWhere(isShut);
  listAreas();
  mark();
}

/** @param {Set<string>} keys of the branches that are closed from now on */
function close(keys) {
  closed = keys;
  keep();
  look();
  redrawAll();
  document.dispatchEvent(new CustomEvent("eyes-changed"));
}

/** @param {ParentNode} place @param {string} selector @returns {HTMLElement[]} */
function all(place, selector) {
  return /** @type {HTMLElement[]} */ ([...place.querySelectorAll(selector)]);
}

/** Lists the areas, unless the list says all that already. */
function listAreas() {
  const section = document.getElementById("areas");
  const row = document.getElementById("area-row");
  if (!section || !(row instanceof HTMLTemplateElement)) return;
  const areas = areasOf(currentScene().cards.values(), currentMarks());
  const now = JSON.stringify(areas);
  if (now === listedAreas) return;
  listedAreas = now;
  section.hidden = areas.length === 0;
  const focused = document.activeElement?.closest("#areas li")?.getAttribute("data-area");
  const items = areas.map(({ id, name, colour, count }) => {
    const item = /** @type {HTMLElement} */ (row.content.firstElementChild?.cloneNode(true));
    const [go, eye] = all(item, "button");
    item.dataset.area = id;
    go.dataset.command = `Go to area ${name}`;
    all(item, ".swatch")[0].classList.add(`tint-${colour || "grey"}`);
    all(item, ".name")[0].textContent = name;
    all(item, ".count")[0].dataset.count = String(count);
    eye.dataset.eye = `area:${id}`;
    eye.dataset.of = `area ${name}`;
    return item;
  });
  section.querySelector("ul")?.replaceChildren(...items);
  all(section, "summary .count")[0].textContent = String(areas.length);
  if (focused) all(section, `li[data-area="${CSS.escape(focused)}"] button`)[0]?.focus();
}

/** Says in the list what is in sight: eyes, counts, and rows of what is hidden. */
function mark() {
  const { cards } = currentScene();
  for (const eye of all(document, ".rail [data-eye]")) turn(eye);
  const hasNothing = closed.size === 0 && Object.keys(currentMarks().areas).length === 0;
  if (hasNothing && !isMarked) return; // the list is as it was sent
  isMarked = !hasNothing;
  const shut = new Set([...cards.values()].filter(isShut).map((card) => card.id));
  const bar = document.getElementById("eyes");
  if (bar) bar.hidden = shut.size === 0;
  for (const words of all(document, "#eyes [data-shown]")) words.textContent = `${shownOf(cards.size, shut.size)} shown`;
  for (const group of all(document, "#rail details[data-drawn]")) {
    for (const row of all(group, "li")) {
      const id = /** @type {HTMLElement} */ (row.firstElementChild)?.dataset.object ?? "";
      row.classList.toggle("unseen", shut.has(id));
      const card = cards.get(id);
      row.dataset.area = (card && currentMarks().areas[areaOf(card, currentMarks())]?.name) ?? "";
      if (closed.has(`object:${id}`)) putEye(row);
    }
    count(group, all(group, "summary .count")[0], "li");
    for (const heading of all(group, ".schema-name")) count(/** @type {HTMLElement} */ (heading.nextElementSibling), all(heading, ".count")[0], "li");
  }
  for (const item of all(document, "#areas li")) {
    const words = all(item, ".count")[0];
    const hidden = [...cards.values()].filter((card) => shut.has(card.id) && areaOf(card, currentMarks()) === item.dataset.area);
    words.textContent = shownOf(Number(words.dataset.count), hidden.length);
  }
}

/** @param {HTMLElement} place @param {HTMLElement | undefined} words @param {string} rows */
function count(place, words, rows) {
  if (words) words.textContent = shownOf(place.querySelectorAll(rows).length, place.querySelectorAll(`${rows}.unseen`).length);
}

/** Opens or closes an eye as its branch is. @param {HTMLElement} eye */
function turn(eye) {
  const isOpen = !closed.has(eye.dataset.eye ?? "");
  const words = `${isOpen ? "Hide" : "Show"} ${eye.dataset.of} on the canvas`;
  eye.setAttribute("aria-pressed", String(isOpen));
  eye.setAttribute("aria-label", `${eye.dataset.of} on the canvas`);
  eye.title = words;
  eye.dataset.command = words;
}

/** Puts an eye at the end of a row, which has none until it is looked at: a thousand would weigh on the page. @param {Element} row */
function putEye(row) {
  const template = document.getElementById("object-eye");
  const link = row.firstElementChild;
  const id = link instanceof HTMLElement ? (link.dataset.object ?? "") : "";
  if (!(template instanceof HTMLTemplateElement) || row.querySelector(".eye") || !currentScene().cards.has(id)) return;
  const eye = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  eye.dataset.eye = `object:${id}`;
  eye.dataset.of = row.querySelector(".name")?.textContent ?? "";
  turn(eye);
  row.append(eye);
}

/** Gives the row that is pointed at or focused its eye, and takes it from the last one. @param {Event} event */
function follow(event) {
  const row = event.target instanceof Element ? event.target.closest("#rail details[data-drawn] li") : null;
  if (!row) return;
  for (const eye of all(document, "#rail li > .eye[aria-pressed=true]")) {
    if (!row.contains(eye) && eye !== document.activeElement) eye.remove();
  }
  putEye(row);
}

/** @param {string} area */
function goTo(area) {
  const members = membersOf(area);
  if (members.length) currentViewport()?.fit(areaAround(members));
  showArea(area);
}

/** Starts listing what is in sight and answering the eyes. */
export function watchEyes() {
  closed = recall();
  document.addEventListener("diagram-drawn", () => {
    look();
    if (closed.size) redrawAll();
  });
  document.addEventListener("marks-shown", look);
  document.addEventListener("htmx:after:settle", mark);
  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, follow);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const key = target.closest("[data-eye]")?.getAttribute("data-eye");
    if (key) close(closed.has(key) ? new Set([...closed].filter((other) => other !== key)) : new Set([...closed, key]));
    else if (target.closest("[data-open-all]")) close(new Set());
    else if (target.closest("[data-go]")) goTo(target.closest("li")?.dataset.area ?? "");
  });
}
