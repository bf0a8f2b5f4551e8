// The plane in the page: elements for what is near and in view, pixels for what is far; nothing else exists.
import { drawCard, placeCard } from "./cards.js";
import { drawEdge, fillEdge } from "./edges.js";
import { grown, touches } from "./grids.js";
import { Overview } from "./overviews.js";

/** @typedef {import("./scenes.js").Card} Card */
/** @typedef {import("./scenes.js").Edge} Edge */
/** @typedef {import("./scenes.js").Scene} Scene */
/** @typedef {import("./viewports.js").Viewport} Viewport */

const SVG = "http://www.w3.org/2000/svg";
const NEAR = 0.4; // scale from which rows are written
const NEAR_FEW = 0.25; // the same where there are few enough rows in view
const FEW_ELEMENTS = 2500;
const MOST_ELEMENTS = 6500; // of cards; at more the plane is drawn from afar, whatever the scale
const MOST_EDGES = 400;
const MARGIN = 0.2; // how much more than the view is kept ready, as a part of it
const BUDGET = 5; // milliseconds a frame may spend on making cards, and on making edges when all cards are there
const REST = 160; // milliseconds without movement after which the text is drawn sharply again

export class Plane {
  /** @param {HTMLElement} frame */
  constructor(frame) {
    this.frame = frame;
    this.grid = make("div", "grid");
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "plane");
    this.svg.setAttribute("width", "1");
    this.svg.setAttribute("height", "1");
    this.under = this.#layer("areas");
    this.edgeLayer = this.#layer("edges");
    this.cardLayer = this.#layer("cards");
    this.notes = this.#layer("notes");
    this.marks = this.#layer("marks");
    this.overview = new Overview(frame);
    frame.prepend(this.grid);
    frame.append(this.svg);
    /** @type {Map<Card, SVGGElement>} */
    this.cards = new Map();
    /** @type {Map<Edge, SVGGElement>} */
    this.edges = new Map();
    /** @type {Scene | null} */
    this.scene = null;
    this.isNear = true;
    this.resting = 0;
    /** @type {(card: Card) => string} what colours a card's header from afar */
    this.tintOf = () => "";
    /** @type {(group: SVGGElement, card: Card) => void} finishes a card that was just made */
    this.finish = () => {};
    /** @type {(group: SVGGElement, edge: Edge) => void} finishes an edge that was just made */
    this.finishEdge = () => {};
  }

  /** @param {string} name @returns {SVGGElement} above the layers made before */
  #layer(name) {
    const layer = document.createElementNS(SVG, "g");
    layer.setAttribute("class", name);
    this.svg.append(layer);
    return layer;
  }

  /** Shows another scene, or the same one with other looks. @param {Scene} scene */
  show(scene) {
    this.scene = scene;
    this.overview.readColours();
    this.cards.clear();
    this.edges.clear();
    this.cardLayer.replaceChildren();
    this.edgeLayer.replaceChildren();
  }

  /** Draws what a viewport shows. @param {Viewport} viewport */
  draw(viewport) {
    const { x, y, scale } = viewport;
    if (this.scene) this.frame.dataset.drawn = "";
    this.svg.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.#drawGrid(x, y, scale);
    if (!this.scene) return;
    this.#stir();
    const view = viewport.view();
    const wide = grown(view, Math.max(view.width, view.height) * MARGIN);
    const cards = this.scene.cardsIn(wide);
    this.isNear = this.#isNear(cards, scale);
    const missing = this.isNear ? this.#keepCards(wide, cards) : this.#drop();
    if (this.isNear) {
      const isWhole = this.#keepEdges(this.scene.edgesIn(wide), missing.length > 0 ? 0 : BUDGET);
      if (!isWhole) viewport.redraw();
      if (missing.length === 0) return this.overview.clear();
      viewport.redraw(); // the rest comes with the next frames
      this.overview.paint(this.scene, missing, [], viewport, viewport.size, this.tintOf);
    } else {
      const seen = cards.filter((card) => touches(card, view));
      this.overview.paint(this.scene, seen, this.scene.edgesIn(view), viewport, viewport.size, this.tintOf);
    }
  }

  /** Puts elements where their cards and edges are now. @param {Iterable<Card>} cards @param {Iterable<Edge>} edges */
  update(cards, edges) {
    for (const card of cards) {
      const group = this.cards.get(card);
      if (group) placeCard(group, card);
    }
    for (const edge of edges) {
      const group = this.edges.get(edge);
      if (group && this.scene) fillEdge(group, edge, this.scene.pointsOf(edge));
    }
  }

  /** Has a card whose words are others made anew. @param {Card} card */
  renew(card) {
    this.cards.get(card)?.remove();
    this.cards.delete(card);
    this.update([], this.scene?.edgesOf.get(card.id) ?? []);
  }

  /** @param {Card[]} cards @param {number} scale */
  #isNear(cards, scale) {
    let elements = 0;
    for (const card of cards) elements += 8 + 4.5 * (card.rows?.length ?? 0);
    return elements < MOST_ELEMENTS && scale >= (elements < FEW_ELEMENTS ? NEAR_FEW : NEAR);
  }

  /** @param {import("./grids.js").Rect} wide @param {Card[]} wanted @returns {Card[]} those there was no time for */
  #keepCards(wide, wanted) {
    const kept = grown(wide, wide.width * MARGIN); // what just left the view may come back
    for (const [card, group] of this.cards) {
      if (touches(card, kept) && !this.scene?.hidden.has(card.id)) continue;
      group.remove();
      this.cards.delete(card);
    }
    const missing = wanted.filter((card) => !this.cards.has(card));
    const until = performance.now() + BUDGET;
    const made = document.createDocumentFragment();
    while (missing.length > 0 && performance.now() < until) {
      const card = /** @type {Card} */ (missing.pop());
      const group = drawCard(card);
      this.finish(group, card);
      this.cards.set(card, group);
      made.append(group);
    }
    if (made.firstChild) this.cardLayer.append(made);
    return missing;
  }

  /** @param {Edge[]} wanted @param {number} budget in milliseconds @returns {boolean} whether all are there */
  #keepEdges(wanted, budget) {
    const shown = new Set(wanted.slice(0, MOST_EDGES));
    for (const [edge, group] of this.edges) {
      if (shown.has(edge)) continue;
      group.remove();
      this.edges.delete(edge);
    }
    const until = performance.now() + budget;
    for (const edge of shown) {
      if (this.edges.has(edge) || !this.scene) continue;
      if (performance.now() >= until) return false;
      const group = drawEdge(edge, this.scene.pointsOf(edge));
      this.finishEdge(group, edge);
      this.edges.set(edge, group);
      this.edgeLayer.append(group);
    }
    return true;
  }

  /** Forgets the elements. @returns {Card[]} */
  #drop() {
    if (this.cards.size + this.edges.size > 0) {
      this.cards.clear();
      this.edges.clear();
      this.cardLayer.replaceChildren();
      this.edgeLayer.replaceChildren();
    }
    return [];
  }

  /** While things move they are drawn as they were rasterised; sharp again when at rest. */
  #stir() {
    if (!this.resting) this.frame.classList.add("moving");
    else clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      this.resting = 0;
      this.frame.classList.remove("moving");
    }, REST);
  }

  /** @param {number} x @param {number} y @param {number} scale */
  #drawGrid(x, y, scale) {
    const step = 16 * scale * 2 ** Math.max(0, Math.ceil(-Math.log2(scale)));
    const size = `${step}px ${step}px`;
    if (this.grid.style.backgroundSize !== size) this.grid.style.backgroundSize = size;
    if (this.grid.hidden !== scale < 0.15) this.grid.hidden = scale < 0.15;
    this.grid.style.transform = `translate(${(x % step) - step}px, ${(y % step) - step}px)`;
  }

  /** @param {string} id @returns {SVGGElement | undefined} the element of a card, if it is near and in view */
  elementOf(id) {
    const card = this.scene?.cards.get(id);
    return card && this.cards.get(card);
  }
}

/** @param {string} tag @param {string} name */
function make(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  element.setAttribute("aria-hidden", "true");
  return element;
}
