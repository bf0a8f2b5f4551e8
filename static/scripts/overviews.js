// What is drawn from far away, as pixels: cards as plain shapes with their names, edges as thin lines.

/** @typedef {import("./scenes.js").Card} Card */
/** @typedef {import("./scenes.js").Scene} Scene */
/** @typedef {import("./grids.js").Rect} Rect */
/** @typedef {{x: number, y: number, scale: number}} Position */

const LEAST_TEXT = 6; // pixels; smaller names are only noise
const LARGEST_TEXT = 14;
const FAINT = 0.15; // scale below which lines would hide the cards
const COLOURS = ["card", "header", "managed", "enum", "card-line", "ink", "edge", "violet", "red", "accent"];
const TINTS = ["blue", "green", "amber", "red", "violet", "grey"].map((name) => `tint-${name}`);

export class Overview {
  /** @param {HTMLElement} frame */
  constructor(frame) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "far";
    this.canvas.setAttribute("aria-hidden", "true");
    frame.prepend(this.canvas);
    this.brush = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** @type {Record<string, string>} */
    this.colours = {};
    this.isEmpty = true;
  }

  /** Reads the colours of the theme. */
  readColours() {
    const style = getComputedStyle(this.canvas);
    this.colours = Object.fromEntries([...COLOURS, ...TINTS].map((name) => [name, style.getPropertyValue(`--rh-${name}`).trim()]));
    this.face = style.getPropertyValue("--rh-mono") || "monospace";
  }

  clear() {
    if (this.isEmpty) return;
    this.brush.setTransform(1, 0, 0, 1, 0, 0);
    this.brush.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.isEmpty = true;
  }

  /**
   * @param {Scene} scene @param {Card[]} cards @param {Iterable<import("./scenes.js").Edge>} edges
   * @param {Position} position @param {{width: number, height: number}} size of the frame
   * @param {(card: Card) => string} tintOf the colour of a card's header, or ""
   */
  paint(scene, cards, edges, position, size, tintOf) {
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    else this.brush.clearRect(0, 0, width, height);
    this.isEmpty = false;
    this.brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#edges(scene, edges, position, size);
    this.#boxes(cards, position, tintOf);
    this.#names(cards, position);
  }

  /** @param {Scene} scene @param {Iterable<import("./scenes.js").Edge>} edges @param {Position} position @param {{width: number, height: number}} size */
  #edges(scene, edges, { x, y, scale }, size) {
    const { brush } = this;
    brush.fillStyle = this.colours.edge;
    brush.globalAlpha = scale < FAINT ? 0.4 : 1;
    // Level and upright runs as bars one pixel thin: far cheaper than stroking paths, and as sharp.
    for (const edge of edges) {
      const points = scene.pointsOf(edge);
      for (let number = 1; number < points.length; number += 1) {
        const x1 = Math.round(points[number - 1][0] * scale + x);
        const y1 = Math.round(points[number - 1][1] * scale + y);
        const x2 = Math.round(points[number][0] * scale + x);
        const y2 = Math.round(points[number][1] * scale + y);
        const [left, top] = [Math.min(x1, x2), Math.min(y1, y2)];
        if (left > size.width || top > size.height || Math.max(x1, x2) < 0 || Math.max(y1, y2) < 0) continue;
        brush.fillRect(left, top, Math.abs(x1 - x2) || 1, Math.abs(y1 - y2) || 1);
      }
    }
    brush.globalAlpha = 1;
  }

  /** @param {Card[]} cards @param {Position} position @param {(card: Card) => string} tintOf */
  #boxes(cards, { x, y, scale }, tintOf) {
    const { brush, colours } = this;
    for (const card of cards) {
      const [left, top] = [Math.round(card.x * scale + x), Math.round(card.y * scale + y)];
      const [width, height] = [Math.max(2, Math.round(card.width * scale)), Math.max(2, Math.round(card.height * scale))];
      brush.fillStyle = card.rls === "exposed" ? colours.red : colours["card-line"];
      brush.fillRect(left, top, width, height);
      const isPlain = card.kind === "managed" || card.kind === "enum";
      brush.fillStyle = isPlain ? colours[card.kind] : scale < FAINT ? colours.header : colours.card;
      if (width > 3 && height > 3) brush.fillRect(left + 1, top + 1, width - 2, height - 2);
      const header = Math.round(30 * scale);
      const tint = tintOf(card) || (card.colour && colours[`tint-${card.colour}`]);
      if (tint || (header > 3 && !isPlain)) {
        brush.fillStyle = tint || colours.header;
        brush.fillRect(left + 1, top + 1, width - 2, Math.max(2, Math.min(header, height - 2)));
      }
      if (card.rls === "on" || card.rls === "exposed") {
        brush.fillStyle = card.rls === "on" ? colours.violet : colours.red;
        brush.fillRect(left, top, scale > 0.15 ? 2 : 1, height);
      }
    }
  }

  /** Names as large as their cards allow. @param {Card[]} cards @param {Position} position */
  #names(cards, { x, y, scale }) {
    const { brush, colours } = this;
    brush.fillStyle = colours.ink;
    brush.textBaseline = "middle";
    brush.textAlign = "center";
    /** @type {Map<number, Card[]>} by text size, for changing the face costs more than drawing with it */
    const bySize = new Map();
    for (const card of cards) {
      const wanted = ((card.width * scale - 4) / card.name.length) * (1 / 0.6);
      const size = Math.floor(Math.min(LARGEST_TEXT, wanted, card.height * scale - 2));
      if (size < LEAST_TEXT) continue;
      const others = bySize.get(size);
      if (others) others.push(card);
      else bySize.set(size, [card]);
    }
    for (const [size, some] of bySize) {
      brush.font = `600 ${size}px ${this.face}`;
      for (const card of some) {
        const header = 30 * scale;
        const middle = size <= header ? header / 2 : Math.min(card.height * scale, header + size * 2) / 2;
        brush.fillText(card.name, (card.x + card.width / 2) * scale + x, card.y * scale + y + middle);
      }
    }
  }
}
