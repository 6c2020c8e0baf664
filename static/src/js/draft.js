/** Forms whose text must not get lost.
 *
 * `form[data-guard]` warns before unsaved text is left behind. `form[data-autosave=URL]` is also
 * posted there some seconds after the last change; the answer is JSON. `data-autosave-state=ID`
 * names the element that says how it stands (see the macro save_state).
 * Fields named in the answer's `fields` object are updated (e.g. the revision a save is based on).
 */
const PAUSE = 2500;

export function watchDrafts() {
  for (const form of document.querySelectorAll("form[data-guard], form[data-autosave]")) watch(form);
}

function watch(form) {
  const line = document.getElementById(form.dataset.autosaveState ?? "");
  let dirty = false;
  let timer = 0;
  let running = null;

  const show = (state) => {
    if (!line) return;
    line.dataset.state = state;
    line.textContent = line.dataset[state] ?? "";
  };
  const save = async () => {
    clearTimeout(timer);
    await running;
    if (!dirty) return;
    dirty = false;
    show("saving");
    running = send(form).then((answer) => {
      for (const [name, value] of Object.entries(answer.fields ?? {})) {
        if (form.elements[name]) form.elements[name].value = value;
      }
      show(dirty ? "dirty" : "saved");
      if (answer.message && line) line.textContent = answer.message;
    }, (error) => {
      dirty = true;
      show("failed");
      if (error.said && line) line.textContent = error.said;
    });
    await running;
  };

  form.addEventListener("input", () => {
    dirty = true;
    show("dirty");
    if (!form.dataset.autosave) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  addEventListener("visibilitychange", () => {
    if (document.hidden && form.dataset.autosave) save();
  });
}

async function send(form) {
  const response = await fetch(form.dataset.autosave, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    keepalive: true,
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error("not saved"), { said: answer.error });
  return answer;
}
