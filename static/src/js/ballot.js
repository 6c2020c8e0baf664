/** Questionnaires (`form[data-ballot]`): every answer is counted, saved and shown as it is given.
 *
 * Nothing here waits for the network, and nothing is kept in the browser beyond this page.
 */
import { queueOf } from "./ballot-queue.js";
import { watchRanking } from "./ballot-ranking.js";
import { stepsOf } from "./ballot-steps.js";

export function watchBallots() {
  for (const form of document.querySelectorAll("form[data-ballot]")) watch(form);
}

function watch(form) {
  const steps = stepsOf(form);
  const queue = form.dataset.autosaveTo ? queueOf(form, { refresh: () => count(form) }) : null;
  for (const list of form.querySelectorAll("[data-ranking]")) watchRanking(list, queue);
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-estimate] input")) estimates(event.target);
  });
  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-question]");
    if (!question) return;
    tidyUp(event.target);
    askWhy(question);
    count(form);
    queue?.changed(question);
  });
  form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-question]");
    if (question && event.target.matches("textarea, [type=text], [type=number]")) {
      queue?.changed(question, 1200);
    }
  });
  document.addEventListener("keydown", (event) => rate(form, steps, event));
  if (queue) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      queue.flush().then((done) => {
        if (!done) steps.show(queue.wrong());
        else if (event.submitter?.value === "review") location.assign(form.dataset.review);
      });
    });
  }
  count(form);
}

/** A rating and "I cannot judge this" take each other's place, also where they are other fields. */
function tidyUp(field) {
  const cell = field.closest("[data-cell]");
  if (!cell) return;
  const cannot = cell.querySelector("[data-cannot]");
  if (field === cannot && cannot.type === "checkbox" && cannot.checked) {
    for (const place of cell.querySelectorAll("[type=number]")) place.value = "";
  } else if (field.type === "number" && field.value && cannot?.type === "checkbox") {
    cannot.checked = false;
  }
}

/** Who types a number, estimates. */
function estimates(field) {
  const radio = field.closest("[data-cell]").querySelector("[data-estimates]");
  if (radio && field.value) radio.checked = true;
}

/** Open the comment where the chosen answer asks for a reason. */
function askWhy(question) {
  if (question.querySelector("input[data-due]:checked")) {
    const comment = question.querySelector("[data-comment]");
    if (comment) comment.open = true;
  }
}

/** Tell whether every question about a statement has an answer. */
export function isAnswered(question) {
  return [...question.querySelectorAll("[data-cell]")].every((cell) => {
    if (cell.querySelector("[data-cannot]:checked")) return true;
    const parts = [...cell.querySelectorAll("[data-estimate] input, [type=number]")];
    if (parts.length) return parts.every((part) => part.value.trim());
    return Boolean(cell.querySelector("[data-points] input:checked"));
  });
}

function count(form) {
  const questions = [...form.querySelectorAll("[data-question]:not([data-recused])")];
  let done = 0;
  for (const question of questions) {
    const answered = isAnswered(question);
    done += answered;
    const chip = document.querySelector(`[data-chip="${question.id}"]`);
    if (chip && chip.classList.contains("chip-done") !== answered) {
      chip.classList.toggle("chip-done", answered);
      const words = chip.querySelector("[data-chip-words]");
      words.textContent = answered ? ` ${words.dataset.done}` : "";
    }
  }
  const line = form.querySelector("[data-answered]");
  const words = line?.dataset.words.replace("{done}", done).replace("{all}", questions.length);
  if (line && line.textContent !== words) line.textContent = words;
  const bar = form.querySelector("[data-progress]");
  if (bar) bar.value = done;
}

let tens = { at: 0, question: null };

/** A figure chooses that point of the question in which the focus is, or of the one shown. */
function rate(form, steps, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=radio])")) return;
  const inside = form.contains(event.target);
  const question = (inside && event.target.closest("[data-question]")) || steps.shown();
  if (!question) return;
  if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    steps.next(question);
    return;
  }
  if (!/^[0-9]$/.test(event.key)) return;
  const cell = (inside && event.target.closest("[data-cell]")) || question.querySelector("[data-cell]");
  const row = cell?.querySelector("[data-points]");
  if (!row) return;
  const recent = tens.question === question && event.timeStamp - tens.at < 800;
  const point = row.matches(".scale-figures, .scale-worded")
    ? (recent && row.querySelector(`input[value="1${event.key}"]`)) || row.querySelector(`input[value="${event.key}"]`)
    : row.querySelectorAll("input")[event.key - 1];
  tens = { at: event.key === "1" ? event.timeStamp : 0, question };
  if (!point) return;
  event.preventDefault();
  point.focus();
  if (!point.checked) point.click();
}
