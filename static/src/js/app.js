// Comfort on top of pages that work without it; every module looks for its own attributes.
import { markSeen, offerNames, watchSelections } from "./annotate.js";
import { watchBallots } from "./ballot.js";
import { watchChecklists } from "./checklist.js";
import { watchConfirmations } from "./confirm.js";
import { watchCopying } from "./copy.js";
import { watchDialogs } from "./dialog.js";
import { watchDrafts } from "./draft.js";
import { leadToErrors } from "./errors.js";
import { watchLookups } from "./lookups.js";
import { watchOutline } from "./outline.js";
import { watchReceipts } from "./receipt.js";
import { watchTheme } from "./switch.js";
import { offerZone } from "./zone.js";

watchTheme();
watchDialogs();
watchConfirmations();
watchCopying();
watchDrafts();
watchOutline();
watchBallots();
watchSelections();
offerNames();
markSeen();
watchReceipts();
watchChecklists();
leadToErrors();
offerZone();

document.querySelector("[data-focus]")?.focus();
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const strip = tab.closest(".tabs");
  strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
// An error's own sentence belongs on the page too, where the answer would have stood.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) event.detail.shouldSwap = true;
});
watchLookups(); // after this: it has the last word on what is swapped

function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}
