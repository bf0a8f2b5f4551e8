// Edits on their way to the server, one after the other. What cannot reach it now waits, survives a reload, and is sent again.
import { notify } from "./notices.js";
import { beginSaving, endSaving, say } from "./saving.js";

/**
 * @typedef {{status: number, data: any, url: string}} Answer `url` is where it led to
 * @typedef {object} Letter
 * @property {string} address
 * @property {string} label what to call it if it is refused after a reload
 * @property {string} body as form fields
 * @property {() => URLSearchParams} [write] writes the body anew, with what earlier answers have taught
 * @property {(answer: Answer) => void} [answered]
 */

const LONGEST_WAIT = 10_000; // milliseconds between two attempts
/** Answers of a proxy whose server is restarting. */
const AWAY = new Set([502, 503, 504]);

/** @param {number} status @returns {boolean} whether nobody was there to answer */
export function isAway(status) {
  return AWAY.has(status);
}

/** @type {Letter[]} */
const letters = [];
let isSending = false;
let failures = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @returns {string} where this project's letters are kept over a reload */
function storageKey() {
  return `rowhouse-outbox-${document.getElementById("main")?.dataset.events ?? ""}`;
}

function keep() {
  try {
    if (letters.length === 0) localStorage.removeItem(storageKey());
    else localStorage.setItem(storageKey(), JSON.stringify(letters.map(({ address, label, body }) => ({ address, label, body }))));
  } catch {
    // A full or forbidden store only costs the survival of a reload.
  }
}

/**
 * Sends an edit, now or as soon as it can be.
 * @param {string} address @param {string} label @param {() => URLSearchParams} write
 * @returns {Promise<Answer>} never rejected: while there is no connection it waits
 */
export function send(address, label, write) {
  return new Promise((answered) => {
    letters.push({ address, label, body: write().toString(), write, answered });
    keep();
    beginSaving();
    deliver();
  });
}

/** @returns {number} how many edits the server has not answered */
export function countWaiting() {
  return letters.length;
}

/** Sends what waits, in its order, until all is answered or the connection fails. */
async function deliver() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  while (letters.length > 0) {
    const answer = await post(letters[0]);
    if (answer === null) {
      failures += 1;
      say(`Offline: ${letters.length === 1 ? "1 edit waits" : `${letters.length} edits wait`}`, true);
      timer = setTimeout(deliver, Math.min(LONGEST_WAIT, 500 * 2 ** failures));
      break;
    }
    failures = 0;
    const letter = /** @type {Letter} */ (letters.shift());
    keep();
    endSaving(answer.status < 300);
    if (letter.answered) letter.answered(answer);
    else if (answer.status >= 300) notify(`Not saved: ${letter.label}. ${wordsOf(answer)}`, { isError: true });
    else document.dispatchEvent(new CustomEvent("edits-delivered"));
  }
  isSending = false;
}

/**
 * @param {Letter} letter
 * @returns {Promise<Answer | null>} null where the server was not reached
 */
async function post(letter) {
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["x-csrftoken"] ?? "";
  try {
    if (letter.write) letter.body = letter.write().toString();
    const response = await fetch(letter.address, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "x-csrftoken": token, accept: "application/json" },
      body: letter.body,
    });
    if (response.redirected && response.url.includes("/accounts/login/")) {
      notify("You were signed out. What you typed waits here: sign in again in another tab, then reload this page.", { isError: true });
      return null;
    }
    if (isAway(response.status)) return null;
    const isJson = response.headers.get("content-type")?.includes("json");
    return { status: response.status, data: isJson ? await response.json() : null, url: response.url };
  } catch {
    return null;
  }
}

/** @param {Answer} answer @returns {string} every reason it gives */
export function wordsOf(answer) {
  const rows = Object.values(answer.data?.errors ?? {}).flatMap((fields) => Object.values(/** @type {object} */ (fields)).flat());
  return rows.join(" ") || `The server answered ${answer.status}.`;
}

/** Takes up what an earlier page left, and tries again when the connection is back. */
export function watchOutbox() {
  try {
    letters.push(...JSON.parse(localStorage.getItem(storageKey()) ?? "[]"));
  } catch {
    localStorage.removeItem(storageKey());
  }
  for (const _ of letters) beginSaving();
  for (const event of ["online", "server-reached"]) {
    (event === "online" ? window : document).addEventListener(event, () => {
      failures = 0;
      deliver();
    });
  }
  deliver();
}
