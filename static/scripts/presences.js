// Which pages have the project open, as far as they have said so.
/** @typedef {{page: string, person: number, name: string, selected: string, has_left: boolean}} Presence */

/** What this page is called among those that have the project open. */
export const PAGE = crypto.getRandomValues(new Uint32Array(2)).join("-");
const SILENCE = 50_000; // milliseconds after which a page is taken for closed

/** What pages have said, and when. */
export class Company {
  /** @param {string} page one's own, whose words are not listened to */
  constructor(page) {
    this.page = page;
    /** @type {Map<string, Presence & {heard: number}>} */
    this.pages = new Map();
  }

  /** @param {Presence} presence @param {number} now in milliseconds @returns {boolean} whether this page was unknown */
  hear(presence, now) {
    if (presence.page === this.page) return false;
    if (presence.has_left) {
      this.pages.delete(presence.page);
      return false;
    }
    const isNew = !this.pages.has(presence.page);
    this.pages.set(presence.page, { ...presence, heard: now });
    return isNew;
  }

  /** Forgets who has been silent for too long. @param {number} now in milliseconds */
  forget(now) {
    for (const [page, { heard }] of this.pages) if (now - heard > SILENCE) this.pages.delete(page);
  }

  /** @returns {Presence[]} one for each person; of several pages the one heard last */
  people() {
    const pages = [...this.pages.values()].sort((one, other) => one.heard - other.heard);
    return [...new Map(pages.map((presence) => [presence.person, presence])).values()];
  }
}
