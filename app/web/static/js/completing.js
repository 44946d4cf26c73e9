// Completions under a search box: arrows choose, Enter goes there, Escape closes; Enter without a choice searches.

const WAIT_MS = 150;
const KINDS = { number: "标准号", title: "标准", organization: "单位", committee: "委员会", term: "检索词" };

export function completeSearches() {
  for (const input of document.querySelectorAll("input[data-completes]")) {
    new Completions(input);
  }
}

class Completions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "completions";
    this.list.id = `${input.id}-completions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "补全");
    this.list.hidden = true;
    input.after(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    input.form.addEventListener("submit", () => this.stop());
    this.close();
  }

  askSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (!typed) {
      this.close();
      return;
    }
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.input.dataset.completes}?q=${encodeURIComponent(typed)}`, {
        signal: this.asking.signal,
      });
      if (answer.ok) {
        this.show((await answer.json()).items);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.close();
      }
    }
  }

  show(items) {
    this.list.replaceChildren(...items.map((item, at) => this.option(item, at)));
    this.chosen = -1;
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
  }

  option(item, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.dataset.url = item.url;
    const text = document.createElement("span");
    text.textContent = item.text;
    const kind = document.createElement("small");
    kind.textContent = KINDS[item.type] ?? "";
    option.append(text, kind);
    // before the blur that closes the list
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      location.assign(item.url);
    });
    return option;
  }

  onKey(event) {
    if (this.list.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      location.assign(this.list.children[this.chosen].dataset.url);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }

  choose(step) {
    const options = [...this.list.children];
    this.chosen = (this.chosen + step + options.length + (this.chosen < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.chosen)));
    this.input.setAttribute("aria-activedescendant", options[this.chosen].id);
  }

  // The search has begun: what is still on its way is not to open over its results.
  stop() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.chosen = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
