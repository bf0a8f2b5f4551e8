// What people have made of the canvas (places, looks, areas, notes, named views), and patches of it that can be taken back. Pure.

/**
 * How one table, view or enum stands; without `x` and `y` the layout decides.
 * @typedef {{x?: number | null, y?: number | null, colour?: string, is_collapsed?: boolean, area?: string | null}} Standing
 */
/** @typedef {{name: string, colour: string}} Area drawn around its members */
/** @typedef {{text: string, x: number, y: number, width: number, colour: string}} Note */
/** @typedef {{name: string, places: Record<string, [number, number]>}} NamedView a saved part with a layout of its own */
/**
 * @typedef {{placements: Record<string, Standing>, areas: Record<string, Area>, notes: Record<string, Note>,
 *   views: Record<string, NamedView>}} Marks
 */
/**
 * What becomes of the rows it names: each is replaced as a whole, or removed where it is null.
 * @typedef {{placements?: Record<string, Standing | null>, areas?: Record<string, Area | null>,
 *   notes?: Record<string, Note | null>, views?: Record<string, NamedView | null>}} Patch
 */

const KINDS = /** @type {const} */ (["placements", "areas", "notes", "views"]);

/** @returns {Marks} */
export function noMarks() {
  return { placements: {}, areas: {}, notes: {}, views: {} };
}

/** @param {Marks} marks @param {Patch} patch @returns {Patch} what brings back the marks as they are */
export function inverseOf(marks, patch) {
  /** @type {Record<string, Record<string, unknown>>} */
  const inverse = {};
  for (const kind of KINDS) {
    if (!patch[kind]) continue;
    inverse[kind] = Object.fromEntries(Object.keys(patch[kind]).map((id) => [id, marks[kind][id] ?? null]));
  }
  return /** @type {Patch} */ (inverse);
}

/** Applies a patch. @param {Marks} marks @param {Patch} patch */
export function applyTo(marks, patch) {
  for (const kind of KINDS) {
    for (const [id, body] of Object.entries(patch[kind] ?? {})) {
      if (body === null) delete marks[kind][id];
      else /** @type {Record<string, unknown>} */ (marks[kind])[id] = body;
    }
  }
}

/** @param {Patch} first @param {Patch} second @returns {Patch} what both do, one after the other */
export function joined(first, second) {
  return /** @type {Patch} */ (
    Object.fromEntries(
      KINDS.filter((kind) => first[kind] || second[kind]).map((kind) => [kind, { ...first[kind], ...second[kind] }]),
    )
  );
}

/** @param {Patch} patch @returns {boolean} whether it changes nothing */
export function isEmpty(patch) {
  return KINDS.every((kind) => Object.keys(patch[kind] ?? {}).length === 0);
}

/** @param {Marks} marks @returns {boolean} whether people have put things anywhere */
export function isHandMade(marks) {
  return Object.values(marks.placements).some(({ x }) => x !== undefined && x !== null);
}

/**
 * The patch that puts some things elsewhere. With the first one everything else stays where the layout has put it,
 * or it would move under the pointer with the next edit. In a named view only its own layout changes.
 * @param {Marks} marks
 * @param {Iterable<{id: string, x: number, y: number}>} cards all of them
 * @param {Map<string, {x: number, y: number}>} places
 * @param {string} [viewId] of the named view that is shown
 * @returns {Patch}
 */
export function placing(marks, cards, places, viewId = "") {
  const view = marks.views[viewId];
  if (view) return { views: { [viewId]: { ...view, places: { ...view.places, ...rounded(places) } } } };
  /** @type {Record<string, Standing>} */
  const placements = {};
  for (const { id, x, y } of cards) {
    const standing = marks.placements[id] ?? {};
    const isPlaced = standing.x !== undefined && standing.x !== null;
    const place = places.get(id) ?? (isPlaced ? undefined : { x, y });
    if (place) placements[id] = { ...standing, x: Math.round(place.x), y: Math.round(place.y) };
  }
  return { placements };
}

/** @param {Map<string, {x: number, y: number}>} places @returns {NamedView["places"]} */
export function rounded(places) {
  return Object.fromEntries([...places].map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]));
}

/**
 * The patch that gives some things other looks, or another area.
 * @param {Marks} marks @param {Iterable<string>} ids @param {Partial<Standing>} looks
 * @returns {Patch}
 */
export function looking(marks, ids, looks) {
  return { placements: Object.fromEntries([...ids].map((id) => [id, { ...marks.placements[id], ...looks }])) };
}
