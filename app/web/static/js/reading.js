// Below a field for a standard number: how what is typed is read. The form reads it the same way when it is sent.

const WAIT_MS = 250;

export function readNumbers() {
  for (const field of document.querySelectorAll("input[data-reads]")) {
    const said = document.createElement("p");
    said.className = "hint read";
    said.setAttribute("aria-live", "polite");
    field.after(said);
    let waiting;
    let asking;
    const ask = async () => {
      asking?.abort();
      const typed = field.value.trim();
      if (!typed) {
        said.textContent = "";
        return;
      }
      asking = new AbortController();
      try {
        const answer = await fetch(`${field.dataset.reads}?number=${encodeURIComponent(typed)}`, { signal: asking.signal });
        said.textContent = answer.ok ? (await answer.json()).said : "";
      } catch {
        said.textContent = "";
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT_MS);
    });
    // typed before this script was there, or shown again with what is wrong
    if (field.value) ask();
  }
}
