/** Ask before a form or button with data-confirm="Question?" is sent.
 *
 * data-confirm-yes and data-confirm-no may name the two answers.
 */
export function watchConfirmations() {
  let allowed = null;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asking = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!asking.dataset.confirm) return;
    if (allowed === form) {
      allowed = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asking.dataset).then((yes) => {
      if (!yes) return;
      allowed = form;
      form.requestSubmit(event.submitter ?? undefined);
    });
  }, true);
}

/** Show the question; the answer is true for yes. */
function ask({ confirm: question, confirmYes, confirmNo }) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const box = document.createElement("form");
  box.method = "dialog";
  box.className = "dialog-inner";
  const words = document.createElement("p");
  words.id = "confirm-question";
  words.textContent = question;
  dialog.setAttribute("aria-labelledby", words.id);
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  buttons.append(
    answer("yes", confirmYes ?? document.body.dataset.yes ?? "Yes", "button button-primary"),
    answer("no", confirmNo ?? document.body.dataset.no ?? "Cancel", "button"),
  );
  box.append(words, buttons);
  dialog.append(box);
  document.body.append(dialog);
  dialog.showModal();
  buttons.lastElementChild.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

function answer(value, words, look) {
  const button = document.createElement("button");
  button.value = value;
  button.textContent = words;
  button.className = look;
  return button;
}
