// One item after the other by the keyboard: digits choose, Ctrl+Enter saves, arrows leaf.

export function watchChecklists() {
  const form = document.querySelector("form[data-step-form]");
  if (!form) return;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || isTyping(event.target)) return;
    if (/^[0-9]$/.test(event.key)) choose(event);
    else if (event.key === "ArrowLeft" && !isRadio(event.target)) leaf("back", event);
    else if (event.key === "ArrowRight" && !isRadio(event.target)) leaf("next", event);
  });

  function choose(event) {
    const wanted = form.querySelector(`input[data-digit="${event.key}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.checked = true;
    wanted.focus({ preventScroll: true });
    wanted.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function leaf(way, event) {
    const link = form.querySelector(`[data-step-${way}]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  }
}

const isTyping = (target) => target instanceof Element
  && target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
const isRadio = (target) => target instanceof Element && target.matches("input[type=radio]");
