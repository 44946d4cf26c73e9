// The search page without reloads: what its form and its own links ask for takes the place of what was shown.

import { offerPicking } from "./picking.js";
import { submitOnChange } from "./submitting.js";

const PARTS = ["search-settings", "results", "facets"];
const TAKEN_AWAY = "format";

export function searchInPlace() {
  const form = document.querySelector("form.search-form");
  if (form) {
    new Search(form);
  }
}

class Search {
  constructor(form) {
    this.form = form;
    this.page = document.querySelector(".search-page");
    this.shown = location.pathname + location.search;
    document.addEventListener("submit", (event) => this.onSubmit(event));
    this.page.addEventListener("click", (event) => this.onClick(event));
    addEventListener("popstate", () => this.onReturn());
  }

  onSubmit(event) {
    const form = event.target;
    if (form !== this.form && !this.page.contains(form)) {
      return;
    }
    event.preventDefault();
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form, event.submitter)) {
      // what holds by itself stays out of the address: a link kept for tomorrow is not to say today's date
      if (value && value !== form.elements[name].dataset?.default) {
        asked.append(name, value);
      }
    }
    this.go(`${new URL(form.action).pathname}?${asked}`, () => {});
  }

  onClick(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    const address = new URL(link.href);
    const here = address.origin === location.origin && address.pathname === location.pathname;
    if (!here || address.hash || address.searchParams.has(TAKEN_AWAY)) {
      return;
    }
    event.preventDefault();
    this.go(address.pathname + address.search, this.placeOf(link));
  }

  // Where the keyboard goes on once the link is gone: the same value of the facet, else the head of the results.
  placeOf(link) {
    const group = link.closest("[aria-labelledby]")?.getAttribute("aria-labelledby");
    const label = link.firstElementChild?.textContent;
    return () => {
      const again = [...document.querySelectorAll(`[aria-labelledby="${group}"] a`)];
      const same = again.find((each) => label && each.firstElementChild?.textContent === label);
      (same?.checkVisibility() ? same : document.getElementById("results")).focus({ preventScroll: Boolean(same) });
    };
  }

  onReturn() {
    // a step within the page, to the filters and back, changes nothing that is shown
    if (location.pathname + location.search !== this.shown) {
      this.show(location.pathname + location.search).catch(() => location.reload());
    }
  }

  async go(address, afterwards) {
    try {
      if (await this.show(address)) {
        history.pushState(null, "", address);
        afterwards();
      }
    } catch {
      location.assign(address);
    }
  }

  // Whether the page now shows the address: not where something else was asked for meanwhile.
  async show(address) {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.page.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asking.signal });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !found.querySelector(".search-page")) {
        throw new Error(`no results at ${address}`);
      }
      this.take(found);
      this.shown = address;
      return true;
    } catch (error) {
      if (error.name === "AbortError") {
        return false;
      }
      throw error;
    } finally {
      if (this.asking === asking) {
        this.page.removeAttribute("aria-busy");
      }
    }
  }

  take(found) {
    for (const id of PARTS) {
      document.getElementById(id).replaceWith(found.getElementById(id));
    }
    document.title = found.title;
    this.form.elements.q.value = found.querySelector("form.search-form").elements.q.value;
    const settings = document.getElementById("search-settings");
    submitOnChange(settings);
    offerPicking(settings);
  }
}
