// What an edit changed on the canvas is shown at once, where it stands; the whole, which may have to be laid out, follows.
import { chosenDetail, currentPlane, currentScene, currentViewport } from "./diagram.js";

/** Fetches and shows what changed since a change. @param {number} change its number */
export async function showChanged(change) {
  const source = document.getElementById("diagram")?.dataset.cards;
  if (!source || currentScene().cards.size === 0) return;
  const response = await fetch(`${source}?${new URLSearchParams({ after: String(change), detail: chosenDetail() })}`).catch(() => null);
  if (!response?.ok) return; // the whole follows
  for (const card of currentScene().merge(await response.json())) currentPlane()?.renew(card);
  currentViewport()?.redraw();
}
