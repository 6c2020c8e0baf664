/** Forms that ask the server while they are filled in (`hx-post` on change), and are then sent.
 *
 * Once such a form is on its way nothing more is asked for it, and an answer that comes late, or
 * has nothing of the part it stands for, changes nothing on the page.
 */
export function watchLookups() {
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.matches("[hx-post]")) event.target.dataset.sent = "";
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("form[data-sent]")) event.stopPropagation();
  }, true);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    const asker = detail.requestConfig.elt;
    const part = asker.getAttribute("hx-select");
    const has = !part?.startsWith("#") || detail.xhr.responseText.includes(`id="${part.slice(1)}"`);
    if (!has || "sent" in asker.dataset) detail.shouldSwap = false;
  });
}
