/** Open `a[data-dialog=ID]` as a real dialog; without this the link jumps to it. */
export function watchDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const open = event.target.closest("dialog");
    const closer = event.target.closest("[data-dialog-close]");
    if (closer && open) {
      event.preventDefault();
      open.close();
    } else if (event.target === open && open.open) {
      open.close(); // a click beside the box
    }
  });
  // A page that was refused comes back with the dialog's address: show it.
  const wanted = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (wanted instanceof HTMLDialogElement && !wanted.open) wanted.showModal();
}
