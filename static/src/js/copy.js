/** Copy the text of [data-copy] and say so for a moment. */
export function watchCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.querySelector("span");
    const before = words.textContent;
    if (before === button.dataset.done) return;
    words.textContent = button.dataset.done;
    setTimeout(() => { words.textContent = before; }, 1600);
  });
}
