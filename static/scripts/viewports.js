// What part of an endless plane a frame shows: panned and zoomed by wheel, pointer and touch. Geometry in CSS pixels.

import { fitInto, zoomAbout } from "./geometry.js";

/** @typedef {import("./grids.js").Rect} Rect */
/** @typedef {import("./geometry.js").Point} Point */
/**
 * What a pointer does after a press that became a drag.
 * @typedef {object} Gesture
 * @property {(at: Point, event: PointerEvent) => void} move `at` is on the plane
 * @property {(at: Point, event: PointerEvent, isCancelled: boolean) => void} end
 */

const CLICK_SLACK = 4; // pixels a pointer may move and still have clicked
const LEAST_FIT = 0.02;
const UNREADABLE = 0.45; // scale below which columns cannot be read
const READABLE = 0.8;

export class Viewport {
  /**
   * @param {HTMLElement} frame
   * @param {object} does
   * @param {(event: PointerEvent) => void} does.click a press without a drag
   * @param {(at: Point, event: PointerEvent) => Gesture | null} does.press what a drag from here does; null pans
   * @param {() => void} does.draw the view is another
   */
  constructor(frame, does) {
    this.frame = frame;
    this.does = does;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.size = { width: frame.clientWidth, height: frame.clientHeight };
    /** @type {Map<number, Point>} */
    this.pointers = new Map();
    this.travelled = 0;
    /** @type {Gesture | null} */
    this.gesture = null;
    this.frameRequest = 0;
    /** Whether somebody has gone anywhere since the whole was fitted into the frame. */
    this.isMoved = false;
    frame.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    frame.addEventListener("pointerdown", (event) => this.#press(event));
    frame.addEventListener("pointermove", (event) => this.#drag(event));
    frame.addEventListener("pointerup", (event) => this.#release(event));
    frame.addEventListener("pointercancel", (event) => this.#release(event));
    new ResizeObserver(([entry]) => {
      this.size = { width: entry.contentRect.width, height: entry.contentRect.height };
      this.redraw();
    }).observe(frame);
  }

  /** @returns {Rect} the part of the plane that is seen */
  view() {
    const { x, y, scale, size } = this;
    return { x: -x / scale, y: -y / scale, width: size.width / scale, height: size.height / scale };
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Point} on the plane */
  pointOf(event) {
    const box = this.frame.getBoundingClientRect();
    return { x: (event.clientX - box.left - this.x) / this.scale, y: (event.clientY - box.top - this.y) / this.scale };
  }

  /** Shows a whole part of the plane, never larger than life. @param {Rect} rect */
  fit(rect) {
    if (!rect.width || !this.size.width) return;
    const { x, y, scale } = fitInto(rect, this.size);
    this.set({ x: x - rect.x * scale, y: y - rect.y * scale, scale: Math.max(scale, LEAST_FIT) });
    this.isMoved = false;
  }

  /** @param {{x: number, y: number, scale: number}} position */
  set({ x, y, scale }) {
    Object.assign(this, { x, y, scale });
    this.redraw();
  }

  /**
   * Zooms about a point of the frame; about its middle when none is given.
   * @param {number} factor @param {Point} [point]
   */
  zoom(factor, point = { x: this.size.width / 2, y: this.size.height / 2 }) {
    this.set(zoomAbout(this, factor, point));
    this.isMoved = true;
  }

  /** @param {number} dx @param {number} dy in pixels of the frame */
  pan(dx, dy) {
    this.set({ x: this.x + dx, y: this.y + dy, scale: this.scale });
    this.isMoved = true;
  }

  /**
   * Moves a part of the plane into the frame if it is not in it.
   * @param {Rect} rect @param {boolean} [isCloser] whether to come near enough to read it, too
   */
  reveal(rect, isCloser = false) {
    const comesCloser = isCloser && this.scale < UNREADABLE;
    if (comesCloser) Object.assign(this, { scale: READABLE, isMoved: true });
    const view = this.view();
    const isInside =
      !comesCloser &&
      rect.x >= view.x &&
      rect.y >= view.y &&
      rect.x + rect.width <= view.x + view.width &&
      rect.y + rect.height <= view.y + view.height;
    if (isInside) return;
    const isTall = rect.height > view.height;
    this.set({
      x: this.size.width / 2 - (rect.x + rect.width / 2) * this.scale,
      y: isTall ? 64 - rect.y * this.scale : this.size.height / 2 - (rect.y + rect.height / 2) * this.scale,
      scale: this.scale,
    });
  }

  /** Has the view drawn with the next frame, however often it changes before. */
  redraw() {
    if (this.frameRequest) return;
    this.frameRequest = requestAnimationFrame(() => {
      this.frameRequest = 0;
      this.does.draw();
    });
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey || (event.deltaX === 0 && Math.abs(event.deltaY) >= 50 && !event.shiftKey)) {
      const speed = event.ctrlKey && Math.abs(event.deltaY) < 50 ? 0.01 : 0.0015;
      const box = this.frame.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY * unit * speed), { x: event.clientX - box.left, y: event.clientY - box.top });
    } else {
      this.pan(-(event.shiftKey ? event.deltaY : event.deltaX) * unit, -(event.shiftKey ? 0 : event.deltaY) * unit);
    }
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.pointerType === "mouse" && event.button > 1) return;
    if (/** @type {Element} */ (event.target).closest("button, a, input, textarea")) return;
    if (this.pointers.size === 0) {
      this.travelled = 0;
      this.gesture = event.button === 0 ? this.does.press(this.pointOf(event), event) : null;
    } else this.#letGo(event, true); // a second finger pinches
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    this.travelled += Math.hypot(now.x - last.x, now.y - last.y);
    if (this.pointers.size === 2) this.#pinch(event.pointerId, now);
    else if (this.travelled > CLICK_SLACK) {
      this.frame.setPointerCapture(event.pointerId);
      if (this.gesture) this.gesture.move(this.pointOf(event), event);
      else {
        this.frame.classList.add("panning");
        this.pan(now.x - last.x, now.y - last.y);
      }
    }
    this.pointers.set(event.pointerId, now);
  }

  /** @param {number} id @param {Point} now */
  #pinch(id, now) {
    const other = [...this.pointers].find(([key]) => key !== id)?.[1];
    const last = this.pointers.get(id);
    if (!other || !last) return;
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(now.x - other.x, now.y - other.y);
    const box = this.frame.getBoundingClientRect();
    this.pan((now.x - last.x) / 2, (now.y - last.y) / 2);
    if (before > 0) {
      this.zoom(after / before, { x: (now.x + other.x) / 2 - box.left, y: (now.y + other.y) / 2 - box.top });
    }
  }

  /** @param {PointerEvent} event */
  #release(event) {
    if (!this.pointers.delete(event.pointerId) || this.pointers.size > 0) return;
    this.frame.classList.remove("panning");
    const isCancelled = event.type !== "pointerup";
    if (this.travelled > CLICK_SLACK) this.#letGo(event, isCancelled);
    else if (!isCancelled) this.does.click(event);
    this.gesture = null;
  }

  /** @param {PointerEvent} event @param {boolean} isCancelled */
  #letGo(event, isCancelled) {
    if (this.travelled > CLICK_SLACK) this.gesture?.end(this.pointOf(event), event, isCancelled);
    this.gesture = null;
  }

  /** Gives up the drag under way, as Esc asks. @returns {boolean} whether there was one */
  cancel() {
    if (!this.gesture || this.travelled <= CLICK_SLACK) return false;
    this.gesture.end({ x: 0, y: 0 }, new PointerEvent("pointercancel"), true);
    this.gesture = null;
    this.pointers.clear();
    return true;
  }
}
