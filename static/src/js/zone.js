// A new project begins in the time zone of whoever starts it.
export function offerZone() {
  for (const field of document.querySelectorAll("[data-own-zone]")) {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
  }
}
