/** Live preview of `textarea[data-preview=URL]` in the element data-preview-target=ID.
 *
 * Posts the field `text` and the CSRF token; the answer is sanitised HTML from our own server.
 */
const PAUSE = 350;

export function watchPreviews() {
  for (const area of document.querySelectorAll("textarea[data-preview]")) watch(area);
}

function watch(area) {
  const target = document.getElementById(area.dataset.previewTarget);
  if (!target) return;
  let timer = 0;
  let last = null;

  const draw = async () => {
    last?.abort();
    last = new AbortController();
    const body = new FormData();
    body.set("text", area.value);
    body.set("csrf_token", document.querySelector('meta[name="csrf-token"]')?.content ?? "");
    target.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(area.dataset.preview, { method: "POST", body, signal: last.signal });
      const html = await response.text();
      // A parsed document runs nothing; the policy of the page forbids inline code anyway.
      const parsed = new DOMParser().parseFromString(html, "text/html");
      target.replaceChildren(...parsed.body.childNodes);
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    target.removeAttribute("aria-busy");
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });
}
