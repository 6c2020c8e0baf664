/** Offer a comment on the words that somebody selects in [data-section]; without it the form asks for them.
 *  Where a page holds several such texts, data-comment of each says where its form is. */
export function watchSelections() {
  const offer = document.querySelector("[data-annotate]");
  const texts = [...document.querySelectorAll("article[data-section]")];
  if (!offer || !texts.length) return;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const text = texts.find((one) => selection?.anchorNode && one.contains(selection.anchorNode));
    const quote = text ? wordsIn(text, selection) : "";
    offer.hidden = !quote;
    if (quote) {
      const address = new URL(text.dataset.comment ?? offer.href, location.href);
      address.searchParams.set("quote", quote);
      offer.href = address;
    }
  });
}

/** The selected words of one paragraph, as the form looks for them: without citations and note marks. */
function wordsIn(text, selection) {
  if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return "";
  const piece = range.cloneContents();
  for (const mark of piece.querySelectorAll(".citation, .footnote-ref, .number, .hidden-text")) mark.remove();
  const block = piece.querySelector("p, li, td, th, h1, h2, h3, h4, h5, h6, dd");
  const words = (block ?? piece).textContent.replace(/\s+/g, " ").trim();
  return words.length > 2 && words.length <= 1500 ? words : "";
}
