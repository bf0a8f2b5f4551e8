// What there is to draw, and where: cards, edges and the squares they lie in. The one place that knows positions.
import { Grid, around, grown, touches } from "./grids.js";
import { rectOf, route } from "./routes.js";

/** @typedef {import("./grids.js").Rect} Rect */
/** @typedef {import("./routes.js").Spot} Spot */
/**
 * A row travels as an array: id, name, type, marks (PK, UK, FK), is nullable, the table a written reference leads to, title.
 * @typedef {[string, string, string, string[], boolean, string, string]} Row
 */
/**
 * @typedef {object} Card
 * @property {string} id @property {string} kind table, managed, view, materialized or enum
 * @property {string} schema @property {string} name @property {string} title
 * @property {number} x @property {number} y @property {number} width @property {number} height
 * @property {number} gutter where names start
 * @property {boolean} [has_null_column]
 * @property {string} [rls] on, off, exposed or nothing @property {number} [policies]
 * @property {Row[]} [rows] @property {string[]} [notes]
 */
/**
 * @typedef {object} Edge
 * @property {string} id @property {string} child @property {string} parent
 * @property {string[]} child_rows @property {string[]} parent_rows
 * @property {string} title @property {string} on_delete
 * @property {boolean} [is_unique] @property {boolean} [is_optional] @property {boolean} [is_written]
 * @property {Spot[]} [points]
 */

export const HEADER = 30;
export const ROW = 20;
export const ROWS_TOP = 33;

export class Scene {
  /** @param {{cards: Card[], edges: Edge[]}} canvas as the server sends it */
  constructor({ cards, edges }) {
    /** @type {Map<string, Card>} */
    this.cards = new Map(cards.map((card) => [card.id, card]));
    /** @type {Map<string, Edge>} */
    this.edges = new Map();
    /** @type {Map<string, Edge[]>} every card's edges, written ones too */
    this.edgesOf = new Map(cards.map((card) => [card.id, []]));
    /** @type {Grid<Card>} */
    this.cardGrid = new Grid();
    /** @type {Grid<Edge>} */
    this.edgeGrid = new Grid();
    /** @type {Set<string>} ids of cards that are not drawn */
    this.hidden = new Set();
    for (const card of cards) this.cardGrid.put(card, [card]);
    for (const edge of edges) {
      if (!this.cards.has(edge.child) || !this.cards.has(edge.parent)) continue;
      this.edges.set(edge.id, edge);
      this.edgesOf.get(edge.child)?.push(edge);
      if (edge.child !== edge.parent) this.edgesOf.get(edge.parent)?.push(edge);
      if (!edge.is_written) this.#place(edge);
    }
  }

  /** @returns {Rect} around everything that is drawn */
  bounds() {
    return around([...this.cards.values()].filter((card) => !this.hidden.has(card.id)));
  }

  /** @param {Rect} rect @returns {Card[]} those that touch it */
  cardsIn(rect) {
    return [...this.cardGrid.near(rect)].filter((card) => touches(card, rect) && !this.hidden.has(card.id));
  }

  /** @param {Rect} rect @returns {Edge[]} those that may touch it */
  edgesIn(rect) {
    return [...this.edgeGrid.near(rect)].filter((edge) => this.isEdgeShown(edge));
  }

  /** @param {Edge} edge */
  isEdgeShown(edge) {
    return !this.hidden.has(edge.child) && !this.hidden.has(edge.parent);
  }

  /** @param {Edge} edge @returns {Spot[]} its way, found when first asked for */
  pointsOf(edge) {
    if (!edge.points?.length) edge.points = this.#route(edge);
    return edge.points;
  }

  /**
   * Puts cards elsewhere; their edges find new ways.
   * @param {Map<string, {x: number, y: number}>} places
   * @returns {Set<Edge>} the edges that changed
   */
  move(places) {
    /** @type {Set<Edge>} */
    const changed = new Set();
    for (const [id, { x, y }] of places) {
      const card = this.cards.get(id);
      if (!card) continue;
      Object.assign(card, { x, y });
      this.cardGrid.put(card, [card]);
      for (const edge of this.edgesOf.get(id) ?? []) changed.add(edge);
    }
    for (const edge of changed) {
      edge.points = [];
      if (!edge.is_written) this.#place(edge, true);
    }
    return changed;
  }

  /** @param {Edge} edge @param {boolean} [now] whether its way is found at once */
  #place(edge, now = false) {
    const points = now ? this.pointsOf(edge) : edge.points;
    if (points?.length) {
      const runs = points.slice(1).map((point, number) => grown(rectOf(points[number], point), 8));
      this.edgeGrid.put(edge, runs);
      return;
    }
    const [child, parent] = [this.cards.get(edge.child), this.cards.get(edge.parent)];
    if (child && parent) this.edgeGrid.put(edge, [grown(around([child, parent]), 60)]);
  }

  /** @param {Edge} edge @returns {Spot[]} */
  #route(edge) {
    const [child, parent] = [this.cards.get(edge.child), this.cards.get(edge.parent)];
    if (!child || !parent) return [];
    const from = { box: child, y: portOf(child, edge.child_rows[0]) };
    const to = { box: parent, y: portOf(parent, edge.parent_rows[0]) };
    if (child === parent && from.y === to.y) to.y += 8;
    return route(from, to, (rect) => this.cardsIn(grown(rect, 12)));
  }
}

/** @param {Card} card @param {string | undefined} rowId @returns {number} the height at which a line meets the card */
export function portOf(card, rowId) {
  const number = (card.rows ?? []).findIndex((row) => row[0] === rowId);
  return card.y + (number < 0 ? HEADER / 2 : ROWS_TOP + ROW * number + ROW / 2);
}

/** @param {Card} card @param {number} y on the plane @returns {Row | undefined} the row at that height */
export function rowAt(card, y) {
  return card.rows?.[Math.floor((y - card.y - ROWS_TOP) / ROW)];
}
