/** One statement at a time (`form[data-steps]`), or all on one page; the address says where. */
const KEPT = "questionnaire-view";

export function stepsOf(form) {
  const questions = [...form.querySelectorAll("[data-question]")];
  const [back, next, save, finish] = ["back", "next", "save", "finish"].map((one) => form.querySelector(`[data-${one}]`));
  const change = document.querySelector("[data-view-switch]");
  const possible = "steps" in form.dataset && Boolean(change && next);
  let single = possible && sessionStorage.getItem(KEPT) !== "all";
  let at = 0;

  function show(index, { focus = false } = {}) {
    at = Math.max(0, Math.min(index, questions.length - 1));
    form.classList.toggle("ballot-single", single);
    questions.forEach((one, place) => { one.hidden = single && place !== at; });
    for (const after of form.querySelectorAll("[data-after]")) after.hidden = single && at < questions.length - 1;
    for (const chip of document.querySelectorAll("[data-chip]")) {
      if (single && chip.dataset.chip === questions[at].id) chip.setAttribute("aria-current", "step");
      else chip.removeAttribute("aria-current");
    }
    if (possible) {
      const last = at === questions.length - 1;
      back.hidden = !single;
      back.disabled = at === 0;
      next.hidden = !single || last;
      save.hidden = single;
      finish.hidden = single && !last;
      change.hidden = false;
      change.textContent = single ? change.dataset.all : change.dataset.one;
    }
    if (focus) {
      const question = questions[at];
      (question.querySelector("[data-points] input:checked, [data-points] input, input:not([type=hidden])") ?? question).focus({ preventScroll: true });
      if (single) scrollTo({ top: Math.max(0, form.getBoundingClientRect().top + scrollY - 12) });
      else question.scrollIntoView({ block: "start" });
    }
  }
  function go(index) {
    show(index, { focus: true });
    history.replaceState(null, "", `#${questions[at].id}`);
  }
  function named() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    return target ? questions.indexOf(target.closest("[data-question]")) : -1;
  }

  if (!questions.length) return { shown: () => null, show: () => {}, next: () => {} };
  if (possible) {
    back.addEventListener("click", () => go(at - 1));
    next.addEventListener("click", () => go(at + 1));
    change.addEventListener("click", () => {
      single = !single;
      sessionStorage.setItem(KEPT, single ? "one" : "all");
      show(at, { focus: true });
    });
    addEventListener("hashchange", () => {
      if (named() >= 0) show(named(), { focus: true });
    });
    document.addEventListener("click", (event) => {
      const chip = event.target.closest("[data-chip], .error-summary a");
      const menu = document.querySelector("details[data-overview]");
      if (chip && menu) menu.open = false;
    });
    const first = questions.findIndex((one) => !one.matches("[data-recused]") && !one.querySelector("[data-points] input:checked, [data-cannot]:checked") && ![...one.querySelectorAll("[data-estimate] input")].some((part) => part.value));
    show(named() >= 0 ? named() : Math.max(first, 0));
  }
  return {
    shown: () => (single ? questions[at] : null),
    show: (question) => {
      if (question) show(questions.indexOf(question), { focus: true });
    },
    next: (question) => {
      const index = questions.indexOf(question) + 1;
      if (index < questions.length) possible ? go(index) : questions[index].querySelector("input:not([type=hidden])")?.focus();
      else finish?.focus();
    },
  };
}
