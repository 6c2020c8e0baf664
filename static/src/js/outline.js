/** The outline of a document: sections are moved by a handle, with a pointer or the keyboard.
 *
 * `ol[data-outline]` holds `li[data-section][data-level][data-move]`, each with a
 * `button[data-handle]`. A section goes with all that is below it. Putting it down sends one form.
 */
const STEP = 28; // pixels sideways for one level
const DEEPEST = 6;

export function watchOutline() {
  for (const list of document.querySelectorAll("[data-outline]")) watch(list);
}

function watch(list) {
  const said = document.getElementById("outline-said");
  const marker = document.createElement("li");
  marker.className = "outline-marker";
  let lifted = null;
  let moving = false;

  const rows = () => [...list.querySelectorAll("[data-section]")];
  const level = (row) => Number(row.dataset.level);
  const say = (text) => {
    if (said) said.textContent = text;
  };
  const tell = () => {
    const all = rows();
    say(list.dataset.place
      .replace("{place}", all.indexOf(lifted.row) + 1)
      .replace("{count}", all.length)
      .replace("{level}", level(lifted.row)));
  };

  function lift(row, x = 0) {
    const all = rows();
    const first = all.indexOf(row);
    let last = first + 1;
    while (last < all.length && level(all[last]) > level(row)) last += 1;
    lifted = {
      row, x, order: all, levels: all.map(level), branch: all.slice(first, last), wanted: level(row),
    };
    for (const one of lifted.branch) one.classList.add("outline-lifted");
  }

  /** Return by how much what is lifted sinks behind the row `above` (null: first). */
  function shiftBehind(above) {
    const top = Math.min(...lifted.levels);
    const deepest = Math.max(above ? level(above) + 1 : 1, top);
    const was = lifted.branch.map((one) => lifted.levels[lifted.order.indexOf(one)]);
    const wanted = Math.max(1, Math.min(lifted.wanted, deepest));
    return Math.min(wanted - was[0], DEEPEST - Math.max(...was));
  }

  /** Put what is lifted behind `above` (null: first), at the wanted level or the nearest. */
  function place(above) {
    const shift = shiftBehind(above);
    moving = true;
    let at = above;
    for (const one of lifted.branch) {
      if (at) at.after(one);
      else list.prepend(one);
      one.dataset.level = lifted.levels[lifted.order.indexOf(one)] + shift;
      at = one;
    }
    moving = false;
  }

  function before() {
    return lifted.branch[0].previousElementSibling;
  }

  function settle() {
    for (const one of lifted.branch) one.classList.remove("outline-lifted");
    const { row } = lifted;
    const after = before()?.dataset.section ?? "";
    const moved = rows().some((one, at) => one !== lifted.order[at] || level(one) !== lifted.levels[at]);
    lifted = null;
    if (!moved) return;
    const form = document.getElementById("outline-form");
    form.action = row.dataset.move;
    form.elements.after.value = after;
    form.elements.level.value = row.dataset.level;
    form.submit();
  }

  function leave() {
    for (const one of lifted.branch) one.classList.remove("outline-lifted");
    moving = true;
    lifted.order.forEach((one, at) => {
      one.dataset.level = lifted.levels[at];
      list.append(one);
    });
    moving = false;
    lifted = null;
    say(list.dataset.left);
  }

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    handle.focus();
    lift(handle.closest("[data-section]"), event.clientX);
  });
  document.addEventListener("pointermove", (event) => {
    if (!lifted?.x) return;
    const own = lifted.levels[lifted.order.indexOf(lifted.row)];
    lifted.wanted = own + Math.trunc((event.clientX - lifted.x) / STEP);
    const above = rows().filter((one) => {
      const box = one.getBoundingClientRect();
      return !lifted.branch.includes(one) && box.top + box.height / 2 < event.clientY;
    });
    lifted.above = above[above.length - 1] ?? null;
    marker.dataset.level = own + shiftBehind(lifted.above);
    if (lifted.above) lifted.above.after(marker);
    else list.prepend(marker);
  });
  document.addEventListener("pointerup", () => {
    if (!lifted?.x) return;
    marker.remove();
    if (lifted.above !== undefined) place(lifted.above);
    settle();
  });
  document.addEventListener("pointercancel", () => {
    marker.remove();
    if (lifted?.x) leave();
  });

  list.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle) return;
    const row = handle.closest("[data-section]");
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (lifted) return settle();
      lift(row);
      return say(list.dataset.lifted);
    }
    if (!lifted) return;
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
      return handle.focus();
    }
    if (!["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "ArrowUp" && before()) place(before().previousElementSibling);
    if (event.key === "ArrowDown") {
      const next = lifted.branch[lifted.branch.length - 1].nextElementSibling;
      if (next) place(next);
    }
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      lifted.wanted = level(lifted.row) + (event.key === "ArrowRight" ? 1 : -1);
      place(before());
      lifted.wanted = level(lifted.row);
    }
    handle.focus();
    tell();
  });
  list.addEventListener("focusout", (event) => {
    if (lifted && !lifted.x && !moving && !list.contains(event.relatedTarget)) leave();
  });
}
