// Fields that only make sense for some choice of another field are shown only then:
// data-shown-when="command" data-shown-for="insert update all".

/** @param {ParentNode} root */
function showFields(root) {
  for (const element of root.querySelectorAll("[data-shown-when]")) {
    if (!(element instanceof HTMLElement)) continue;
    const { shownWhen = "", shownFor = "" } = element.dataset;
    const control = element.closest("form")?.elements.namedItem(shownWhen);
    const value = control instanceof HTMLInputElement && control.type === "checkbox" ? String(control.checked) : valueOf(control);
    element.hidden = !shownFor.split(" ").includes(value);
  }
}

/** @param {Element | RadioNodeList | null | undefined} control */
function valueOf(control) {
  return control && "value" in control ? String(control.value) : "";
}

/** Starts following the fields others depend on. */
export function watchFields() {
  showFields(document);
  document.addEventListener("change", (event) => {
    const form = /** @type {Element} */ (event.target).closest("form");
    if (form) showFields(form);
    const field = /** @type {Element} */ (event.target);
    if (field.matches("[data-reload]")) field.dispatchEvent(new CustomEvent("reload-form", { bubbles: true }));
  });
  document.addEventListener("htmx:after:settle", () => showFields(document));
}
