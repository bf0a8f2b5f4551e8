// Pictures of what is seen, drawn by the server with its fonts: downloaded, copied, printed. Everything, or what is picked.
import { areaAround, membersOf } from "./areas.js";
import { copyBlob } from "./copying.js";
import { chosenDetail, currentMarks, currentScene } from "./diagram.js";
import { touches } from "./grids.js";
import { looksOf } from "./lenses.js";
import { notify } from "./notices.js";
import { targets } from "./picks.js";
import { printPicture } from "./printing.js";

/** @typedef {import("./scenes.js").Card} Card */

/** @returns {"light" | "dark"} */
function themeNow() {
  return document.documentElement.dataset.bsTheme === "dark" ? "dark" : "light";
}

/** @param {boolean} isPicked whether only what is picked counts @returns {Card[]} */
function seenCards(isPicked) {
  const { cards, hidden } = currentScene();
  const picked = new Set(targets());
  return [...cards.values()].filter((card) => !hidden.has(card.id) && (!isPicked || picked.has(card.id)));
}

/**
 * What is seen, as the server draws it.
 * @param {Card[]} cards @param {"light" | "dark"} theme @param {boolean} isWhole whether notes and lone areas belong to it
 */
function describe(cards, theme, isWhole) {
  const scene = currentScene();
  const ids = new Set(cards.map((card) => card.id));
  const edges = [...scene.edges.values()].filter(
    (edge) => !edge.is_written && scene.isEdgeShown(edge) && ids.has(edge.child) && ids.has(edge.parent),
  );
  const { areas, notes } = currentMarks();
  const groups = Object.entries(areas).map(([id, area]) => ({ area, members: membersOf(id).filter((card) => ids.has(card.id)) }));
  const drawnAreas = groups
    .filter(({ members }) => members.length > 0)
    .map(({ area, members }) => ({ name: area.name, tint: area.colour || "grey", ...areaAround(members) }));
  const near = (/** @type {{x: number, y: number, width: number}} */ { x, y, width }) =>
    isWhole || drawnAreas.some((area) => touches({ x, y, width, height: 1 }, area));
  return {
    theme,
    detail: chosenDetail(),
    cards: cards.map((card) => {
      const { tint, words } = looksOf(card);
      return { id: card.id, x: card.x, y: card.y, is_folded: Boolean(card.isCollapsed), tint: tint || card.colour || "", words };
    }),
    edges: edges.map((edge) => ({ id: edge.id, points: scene.pointsOf(edge) })).filter(({ points }) => points.length > 1),
    areas: drawnAreas,
    notes: Object.values(notes).filter(near).map(({ text, x, y, width, colour }) => ({ text, x, y, width, tint: colour || "amber" })),
  };
}

/**
 * @param {string} format svg, png or pdf @param {"light" | "dark"} [theme]
 * @returns {Promise<Blob>} rejected with words that say why
 */
async function fetchPicture(format, theme = themeNow()) {
  const menu = document.querySelector("[data-pictures]");
  const isPicked = menu?.querySelector("[data-only-picked]:checked") !== null;
  const cards = seenCards(isPicked);
  if (cards.length === 0) throw new Error(isPicked ? "Nothing is picked. Pick tables first, or take the tick away." : "There is nothing to draw yet.");
  const address = `${menu?.getAttribute("data-pictures")}${format}`;
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["x-csrftoken"] ?? "";
  const body = JSON.stringify(describe(cards, theme, !isPicked));
  const response = await fetch(address, { method: "POST", headers: { "x-csrftoken": token, "content-type": "application/json" }, body });
  if (!response.ok) throw new Error(await response.text());
  return response.blob();
}

/** @param {string} format */
async function download(format) {
  const blob = await fetchPicture(format);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${location.pathname.split("/")[2] ?? "project"}-diagram.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Answers the buttons `[data-picture]`: the format to download, `copy` or `print`. */
export function watchPictures() {
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-picture]");
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    const what = button.dataset.picture ?? "";
    /** @type {Promise<unknown>} */
    let done;
    if (what === "copy") done = copyBlob("image/png", fetchPicture("png"));
    else if (what === "print") done = fetchPicture("svg", "light").then(printPicture);
    else done = download(what);
    done.catch((error) => notify(error instanceof Error ? error.message : String(error), { isError: true }));
  });
}
