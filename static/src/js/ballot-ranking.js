/** A list that is put in order (`[data-ranking]`): by buttons, or by the places typed. */
export function watchRanking(list, queue) {
  const items = () => [...list.querySelectorAll("[data-ranked]:not([data-recused])")];
  const field = (item) => item.querySelector("[data-place-of] input");
  const place = (item) => Number(field(item).value) || 0;
  const ranked = () => items().filter(place).sort((a, b) => place(a) - place(b));
  const says = list.parentElement.querySelector("[data-ranking-says]");

  function sort() {
    const focus = document.activeElement;
    const inOrder = [...ranked(), ...items().filter((one) => !place(one))];
    const outside = [...list.children].filter((one) => !inOrder.includes(one));
    list.append(...inOrder, ...outside);
    if (list.contains(focus)) focus.focus({ preventScroll: false });
    items().forEach((item) => {
      const order = ranked();
      const index = order.indexOf(item);
      item.querySelector('[data-move="-1"]').disabled = index === 0;
      item.querySelector('[data-move="1"]').disabled = index < 0 || index === order.length - 1;
    });
  }

  function give(item, number) {
    if (field(item).value === String(number)) return;
    field(item).value = number;
    item.querySelector("[data-cannot]").checked = false;
    field(item).dispatchEvent(new Event("change", { bubbles: true }));
  }

  function move(item, step) {
    const order = ranked();
    const index = order.indexOf(item);
    if (index < 0) order.push(item);
    else {
      const other = index + step;
      if (other < 0 || other >= order.length) return;
      order.splice(index, 1);
      order.splice(other, 0, item);
    }
    order.forEach((one, position) => give(one, position + 1));
    if (says) {
      const number = item.querySelector(".question-number").textContent.replace(/\D+/g, "");
      says.textContent = list.dataset.moved.replace("{number}", number).replace("{place}", field(item).value);
    }
  }

  for (const item of items()) {
    const moves = item.querySelector("[data-moves]");
    moves.hidden = false;
    moves.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      move(item, Number(button.dataset.move));
      sort();
      button.disabled ? moves.querySelector("button:not(:disabled)")?.focus() : button.focus();
      item.scrollIntoView({ block: "nearest" });
    });
  }
  list.addEventListener("change", (event) => {
    if (event.isTrusted && event.target.matches("[type=number], [data-cannot]")) sort();
  });
  sort();
}
