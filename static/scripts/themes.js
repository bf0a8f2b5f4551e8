// Light, dark or the system's: chosen by button, kept in this browser.

const STORAGE_KEY = "rowhouse-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light" | "dark"} the theme in use now */
export function currentTheme() {
  return document.documentElement.dataset.bsTheme === "dark" ? "dark" : "light";
}

/** @returns {string} "light", "dark" or "system" as chosen */
function chosenTheme() {
  return localStorage.getItem(STORAGE_KEY) ?? "system";
}

/** Shows the chosen theme and tells the page when that changed what is seen. */
function applyTheme() {
  const choice = chosenTheme();
  const theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  const before = document.documentElement.dataset.bsTheme;
  document.documentElement.dataset.bsTheme = theme;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.themeChoice === choice));
  }
  if (before !== theme) document.dispatchEvent(new CustomEvent("theme-changed", { detail: { theme } }));
}

/** Starts following the buttons `[data-theme-choice]` and the system's setting. */
export function watchTheme() {
  applyTheme();
  dark.addEventListener("change", applyTheme);
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-theme-choice]");
    if (!(button instanceof HTMLElement)) return;
    localStorage.setItem(STORAGE_KEY, button.dataset.themeChoice ?? "system");
    applyTheme();
  });
}
