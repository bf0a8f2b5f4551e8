// What there is to draw, and where: cards, edges and the squares they lie in. The one place that knows positions.
import { Grid, around, grown, touches } from "./grids.js";
import { noMarks } from "./marks.js";
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
 * @property {string} [colour] @property {boolean} [isCollapsed] @property {number} [fullHeight] as people made it
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

/** What a card has unless it says otherwise. */
const PLAIN = { has_null_column: false, rls: "", policies: 0, rows: [], notes: [] };

export class Scene {
  /**
   * @param {{cards: Card[], edges: Edge[]}} canvas as the server sends it
   * @param {import("./marks.js").Marks} [marks] what people made of it
   */
  constructor({ cards, edges }, marks = noMarks()) {
    this.marks = marks;
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
    /** Id of the named view in whose layout things stand, or "". */
    this.view = "";
    /** @type {Set<string>} ids of cards that are not drawn */
    this.hidden = new Set();
    for (const card of cards) this.#look(card);
    for (const card of cards) this.cardGrid.put(card, [card]);
    for (const edge of edges) {
      if (!this.cards.has(edge.child) || !this.cards.has(edge.parent)) continue;
      this.edges.set(edge.id, edge);
      this.edgesOf.get(edge.child)?.push(edge);
      if (edge.child !== edge.parent) this.edgesOf.get(edge.parent)?.push(edge);
      if (!edge.is_written) this.#place(edge);
    }
  }

  /** @param {Iterable<string>} ids @returns {Card[]} those of them there are */
  all(ids) {
    return [...ids].map((id) => this.cards.get(id)).filter((card) => card !== undefined);
  }

  /** @param {string[]} ids @returns {string} what to call them */
  nameOf(ids) {
    return ids.length === 1 ? (this.cards.get(ids[0])?.name ?? "") : `${ids.length} tables`;
  }

  /**
   * Gives cards the words and measures they have now; they stay where they are.
   * @param {Card[]} cards @returns {Card[]} those that are here
   */
  merge(cards) {
    const known = cards.filter((fresh) => this.cards.has(fresh.id));
    for (const fresh of known) {
      const card = /** @type {Card} */ (this.cards.get(fresh.id));
      Object.assign(card, PLAIN, fresh, { x: card.x, y: card.y, fullHeight: fresh.height });
    }
    const ids = known.map((card) => card.id);
    this.standAsMarked(ids);
    return this.all(ids);
  }

  /** Shows cards as the marks say: folded or whole, coloured, where they were put. @param {Iterable<string>} ids */
  standAsMarked(ids) {
    const cards = this.all(ids);
    for (const card of cards) this.#look(card);
    const own = this.marks.views[this.view]?.places ?? {};
    const places = cards.map(({ id, x, y }) => {
      if (own[id]) return /** @type {[string, {x: number, y: number}]} */ ([id, { x: own[id][0], y: own[id][1] }]);
      const standing = this.marks.placements[id] ?? {};
      return /** @type {[string, {x: number, y: number}]} */ ([id, { x: standing.x ?? x, y: standing.y ?? y }]);
    });
    this.move(new Map(places));
  }

  /** @param {Card} card */
  #look(card) {
    const { colour = "", is_collapsed: isCollapsed = false } = this.marks.placements[card.id] ?? {};
    card.fullHeight ??= card.height;
    Object.assign(card, { colour, isCollapsed, height: isCollapsed ? HEADER : card.fullHeight });
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
  const number = card.isCollapsed ? -1 : (card.rows ?? []).findIndex((row) => row[0] === rowId);
  return card.y + (number < 0 ? HEADER / 2 : ROWS_TOP + ROW * number + ROW / 2);
}

/** @param {Card} card @param {number} y on the plane @returns {Row | undefined} the row at that height */
export function rowAt(card, y) {
  if (card.isCollapsed) return undefined;
  return card.rows?.[Math.floor((y - card.y - ROWS_TOP) / ROW)];
}
