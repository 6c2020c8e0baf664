/** Ask in a dialog: a title, fields, two answers. */
import { make } from "./page.js";

let count = 0;

/** Show a dialog; the answer is an object of the fields' values, or null.
 *
 * Fields: `{name, label, hint, value, rows, options: [[value, words]], required, type}`; `more` are
 * further answers `[[value, words]]`, told in the answer as `chosen`.
 */
export function ask({ title, words = "", before = [], fields = [], below = [], yes, no, more = [] }) {
  count += 1;
  const name = `ed-dialog-${count}`;
  const dialog = make("dialog", { class: "dialog", "aria-labelledby": name });
  const form = make("form", { class: "dialog-inner", method: "dialog" });
  form.append(make("h2", { id: name }, title));
  if (words) form.append(make("p", {}, words));
  form.append(...before);
  const inputs = fields.map((field) => {
    const input = inputOf(field, `${name}-${field.name}`);
    const label = make("label", { for: `${name}-${field.name}` }, field.label);
    const box = make("div", { class: "field" }, label);
    if (field.hint) {
      box.append(make("p", { class: "hint", id: `${name}-${field.name}-hint` }, field.hint));
      input.setAttribute("aria-describedby", `${name}-${field.name}-hint`);
    }
    box.append(field.options ? make("span", { class: "select" }, input) : input);
    form.append(box);
    return input;
  });
  form.append(...below);
  const buttons = make("div", { class: "buttons" });
  buttons.append(make("button", { class: "button button-primary", value: "yes" }, yes));
  for (const [value, said] of more) buttons.append(make("button", { class: "button", value }, said));
  if (no) buttons.append(make("button", { class: "button button-quiet", value: "", formnovalidate: true }, no));
  form.append(buttons);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  (inputs[0] ?? buttons.firstElementChild).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const values = Object.fromEntries(fields.map((field, number) => [field.name, inputs[number].value]));
      resolve(dialog.returnValue ? { ...values, chosen: dialog.returnValue } : null);
      dialog.remove();
    });
  });
}

function inputOf(field, id) {
  const common = { id, class: "input", name: field.name, required: field.required, maxlength: field.most };
  if (field.options) {
    const select = make("select", common);
    for (const [value, words] of field.options) select.append(make("option", { value }, words));
    select.value = field.value ?? "";
    return select;
  }
  const input = field.rows
    ? make("textarea", { ...common, rows: field.rows })
    : make("input", { ...common, type: field.type ?? "text", autocomplete: "off" });
  input.value = field.value ?? "";
  return input;
}
