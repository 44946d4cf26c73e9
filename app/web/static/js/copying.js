// A button that copies the canonical text of a standard number.

const SHOWN_MS = 1600;

export function offerCopying() {
  if (!navigator.clipboard) {
    return;
  }
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copies);
        button.textContent = "已复制";
      } catch {
        button.textContent = button.dataset.copies;
      }
      setTimeout(() => {
        button.textContent = label;
      }, SHOWN_MS);
    });
  }
}
