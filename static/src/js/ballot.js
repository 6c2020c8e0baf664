/** Ballot forms (`form[data-ballot]`): count the answers, and let figures on the keyboard rate. */
export function watchBallots() {
  for (const form of document.querySelectorAll("form[data-ballot]")) {
    form.addEventListener("change", () => count(form));
    form.addEventListener("keydown", rate);
    count(form);
  }
}

function count(form) {
  const line = form.querySelector("[data-answered]");
  if (!line) return;
  const questions = [...form.querySelectorAll("[data-question]")];
  const done = questions.filter((one) => one.querySelector("input[type=radio]:checked")).length;
  const words = line.dataset.words.replace("{done}", done).replace("{all}", questions.length);
  if (line.textContent !== words) line.textContent = words;
}

/** A figure chooses that point of the question in which the focus is. */
function rate(event) {
  if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, input:not([type=radio])")) return;
  const question = event.target.closest("[data-question]");
  const point = question?.querySelector(`.scale-option input[value="${event.key}"]`);
  if (!point) return;
  event.preventDefault();
  point.focus();
  if (!point.checked) point.click();
}
