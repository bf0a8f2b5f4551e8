// The head of the policy that is being written, as PostgreSQL will read it.

/** @param {string} name @returns {string} quoted where it needs to be, near enough for reading */
function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** @param {HTMLFormElement} form */
function writeHead(form) {
  const head = form.querySelector("[data-policy-head]");
  if (!(head instanceof HTMLElement)) return;
  const answers = new FormData(form);
  const command = String(answers.get("command") ?? "all");
  const roles = String(answers.get("roles") ?? "").split(/[\s,]+/).filter(Boolean);
  head.textContent = [
    `create policy ${quoted(String(answers.get("name") || "…"))} on ${head.dataset.table}`,
    answers.get("is_restrictive") ? "  as restrictive" : "",
    command === "all" ? "" : `  for ${command}`,
    `  to ${roles.join(", ") || "public"}`,
  ]
    .filter(Boolean)
    .join("\n");
  head.hidden = false;
}

/** Starts writing the heads of policies as their fields are filled in. */
export function watchPolicies() {
  const refresh = () => document.querySelectorAll("#inspector form").forEach((form) => writeHead(/** @type {HTMLFormElement} */ (form)));
  document.addEventListener("input", refresh);
  document.addEventListener("htmx:after:settle", refresh);
  refresh();
}
