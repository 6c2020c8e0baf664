// The list of what to put right leads to its fields, also into parts that are folded.
export function leadToErrors() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-list a");
    if (!link) return;
    const name = decodeURIComponent(link.hash.slice(1));
    const field = document.getElementById(name) ?? document.querySelector(`main [name="${CSS.escape(name)}"]:not([type=hidden])`);
    if (!field) return;
    event.preventDefault();
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}
