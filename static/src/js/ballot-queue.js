/** Answers on their way to the server: kept in memory, tried again until they are there.
 *
 * Each statement that was changed is sent with what this browser last knew to be saved (`was-…`)
 * and what it has sent since without hearing of it (`tried-…`), so that sending twice does no
 * harm and an answer given later on another device is not overwritten.
 */
const SOON = 250;
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
const MOST_AT_ONCE = 25;
const MOST_TRIED = 16;

export function queueOf(form, { refresh }) {
  const line = form.querySelector("[data-ballot-state]");
  const changed = new Set();
  const wrong = new Set();
  const tried = new Map();
  let running = null;
  let timer = 0;
  let due = Infinity;
  let failures = 0;

  const show = (state, words) => {
    if (!line) return;
    line.dataset.state = state;
    line.textContent = words ?? line.dataset[state] ?? "";
  };
  const showLost = () => {
    const count = changed.size;
    show("lost", count === 1 ? line?.dataset.lostOne : line?.dataset.lost.replace("{count}", count));
  };
  const later = (pause) => {
    const at = performance.now() + pause;
    if (at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => send(), pause);
  };

  async function send(whole = false) {
    clearTimeout(timer);
    due = Infinity;
    while (running) await running;
    if (!changed.size) return;
    const batch = [...changed].slice(0, MOST_AT_ONCE);
    const body = bodyOf(form, batch, tried, whole);
    for (const question of batch) changed.delete(question);
    if (!failures) show("saving");
    running = post(form.dataset.autosaveTo, body).then(
      (answer) => arrived(batch, answer),
      (error) => failed(batch, error),
    );
    await running;
    running = null;
    if (changed.size && !failures) later(SOON);
  }

  function arrived(batch, answer) {
    failures = 0;
    for (const question of batch) tried.delete(question);
    for (const [name, value] of Object.entries(answer.fields ?? {})) set(form, name, value);
    for (const question of batch) {
      wrong.delete(question);
      if (say(question, answer)) wrong.add(question);
    }
    refresh();
    if (wrong.size) show("wrong");
    else if (!changed.size) show("saved");
  }

  function failed(batch, error) {
    for (const question of batch) changed.add(question);
    if (error.final) return show("stopped", error.said);
    showLost();
    later(PAUSES[Math.min(failures, PAUSES.length - 1)]);
    failures += 1;
  }

  addEventListener("online", () => {
    failures = 0;
    later(0);
  });
  addEventListener("visibilitychange", () => {
    if (document.hidden) send();
  });
  addEventListener("beforeunload", (event) => {
    if (changed.size || running) event.preventDefault();
  });

  return {
    changed(question, pause = SOON) {
      changed.add(question);
      if (failures) return showLost();
      if (line?.dataset.state !== "stopped") show("saving");
      later(pause);
    },
    /** Save what is left; tells whether the page may be left now. */
    async flush() {
      for (const question of form.querySelectorAll("[data-question]")) {
        if ([...question.querySelectorAll("[data-cell]")].some(isPartial)) changed.add(question);
      }
      do await send(true); while (changed.size && !failures && line?.dataset.state !== "stopped");
      if (line?.dataset.state === "stopped") return false;
      if (changed.size) show("lost", line?.dataset.wait);
      return !changed.size && !wrong.size;
    },
    /** The first statement whose answer was refused. */
    wrong: () => [...wrong][0],
  };
}

/** The fields of some statements, with what was tried before. */
function bodyOf(form, questions, tried, whole) {
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  const fields = new Set(questions.flatMap((one) => [...one.querySelectorAll("[name]")].map((field) => field.name)));
  if (!whole) {
    for (const cell of questions.flatMap((one) => [...one.querySelectorAll("[data-cell]")]).filter(isPartial)) {
      for (const field of cell.querySelectorAll("[name]")) fields.delete(field.name);
    }
  }
  for (const [name, value] of new FormData(form)) if (fields.has(name)) body.append(name, value);
  for (const question of questions) {
    for (const [name, value] of tried.get(question) ?? []) body.append(name, value);
    const now = [...question.querySelectorAll("[data-cell]")].map((cell) => [`tried-${cell.dataset.cell}`, choiceOf(cell)]);
    for (const comment of question.querySelectorAll("textarea[name]")) now.push([`tried-${comment.name}`, comment.value]);
    const before = (tried.get(question) ?? []).filter(([name, value]) => !now.some((one) => one[0] === name && one[1] === value));
    tried.set(question, [...before, ...now].slice(-MOST_TRIED));
  }
  return body;
}

/** Tell whether an estimate has some of its numbers and not all. */
function isPartial(cell) {
  const parts = [...cell.querySelectorAll("[data-estimate] input")];
  const filled = parts.filter((part) => part.value.trim()).length;
  return filled > 0 && filled < parts.length && !cell.querySelector("[data-cannot]:checked");
}

/** An answer as the server says it. */
function choiceOf(cell) {
  const cannot = cell.querySelector("[data-cannot]:checked");
  if (cannot) return cell.querySelector(".scale-why input:checked")?.value ?? cannot.value;
  const parts = [...cell.querySelectorAll("[data-estimate] input")].map((one) => one.value.trim());
  if (parts.length) return parts.some(Boolean) ? parts.join("|") : "";
  const point = cell.querySelector("[data-points] input:checked, [type=number]");
  return point?.value ?? "";
}

async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    keepalive: document.hidden,
    redirect: "manual",
  });
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  if (response.status === 422 && answer?.errors) return answer;
  const final = response.type === "opaqueredirect" || [400, 401, 403, 404, 409, 410].includes(response.status);
  throw Object.assign(new Error("not saved"), { final, said: answer?.error });
}

/** Say at a statement what is wrong with its answer, or that another device was there since. */
function say(question, answer) {
  question.querySelector("[data-said]")?.remove();
  const names = [...question.querySelectorAll("[name]")].map((field) => field.name);
  const cells = [...question.querySelectorAll("[data-cell]")].map((cell) => cell.dataset.cell);
  const mine = new Set([...names, ...cells]);
  const wrong = Object.entries(answer.errors ?? {}).filter(([name]) => mine.has(name));
  const elsewhere = Object.entries(answer.elsewhere ?? {}).filter(([name]) => mine.has(name));
  for (const [name, { choice }] of elsewhere) choose(question, name, choice);
  const words = [...wrong.map(([, text]) => text), ...elsewhere.map(([, one]) => one.words)];
  if (!words.length) return false;
  const line = document.createElement("p");
  line.dataset.said = "";
  line.className = wrong.length ? "error" : "notice notice-warning";
  line.setAttribute("role", "alert");
  line.textContent = words.join(" ");
  const place = question.querySelector("[data-cell]") ?? question.lastElementChild;
  place.before(line);
  return wrong.length > 0;
}

/** Put an answer that lies on the server into the page. */
function choose(question, name, choice) {
  const cell = question.querySelector(`[data-cell="${name}"]`);
  if (!cell) {
    const comment = question.querySelector(`[name="${name}"]`);
    if (comment) comment.value = choice;
    return;
  }
  const parts = cell.querySelectorAll("[data-estimate] input, [type=number]");
  const code = cell.querySelector(`.scale-why input[value="${choice}"]`);
  const cannot = cell.querySelector("[data-cannot]");
  if (cannot) cannot.checked = Boolean(code);
  if (code) code.checked = true;
  if (parts.length) {
    const values = code ? [] : choice.split("|");
    parts.forEach((part, index) => { part.value = values[index] ?? ""; });
    const estimates = cell.querySelector("[data-estimates]");
    if (estimates && !code) estimates.checked = true;
    return;
  }
  for (const point of cell.querySelectorAll("[data-points] input")) point.checked = point.value === choice;
}

function set(form, name, value) {
  const field = form.elements[name];
  if (field && "value" in field) field.value = value;
}
