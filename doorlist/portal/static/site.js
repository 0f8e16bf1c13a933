// Copy buttons, search over the collection's items, and the language that a reader chose last. The pages work without it.
(() => {
  "use strict";
  const root = document.body.dataset.root;
  const items = window.ITEMS || [];

  for (const figure of document.querySelectorAll("figure.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const text = figure.querySelector("code").textContent;
      button.textContent = (await copied(text)) ? "Copied" : "Press Ctrl+C";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    figure.querySelector(".tools").prepend(button);

    async function copied(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        // Not allowed on this page (file:// in some browsers): mark the text, so that the keyboard can copy it.
        const range = document.createRange();
        range.selectNodeContents(figure.querySelector("code"));
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        return document.execCommand("copy");
      }
    }
  }

  const remembered = {
    get() {
      try {
        return localStorage.getItem("doorlist-language");
      } catch {
        return null;
      }
    },
    set(value) {
      try {
        localStorage.setItem("doorlist-language", value);
      } catch {
        // Kept nowhere, then: the pages begin with their first language.
      }
    },
  };
  for (const link of document.querySelectorAll(".tabs a")) {
    link.addEventListener("click", () => remembered.set(link.getAttribute("href").replace(/\.html$/, "")));
  }
  document.querySelector(".tabs a[aria-current]")?.scrollIntoView({ block: "nearest" });
  const language = remembered.get();
  const known = window.LANGUAGES || [];
  const chosen = known.includes(language) ? language : known[0];
  const page = (slug) => `${root}items/${slug}/${chosen}.html`;
  for (const link of document.querySelectorAll(".items a")) {
    link.href = link.getAttribute("href").replace(/[^/]+$/, `${chosen}.html`);
  }

  const search = document.querySelector(".search");
  if (!search || !items.length) return;
  search.hidden = false;
  const input = search.querySelector("input");
  const list = search.querySelector("ul");
  const texts = items.map(([slug, name, around, method]) => `${method} ${around} ${name}`.toLowerCase());
  let current = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    current = -1;
  };
  const choose = (number) => {
    const options = list.children;
    if (!options.length) return;
    if (current >= 0) options[current].setAttribute("aria-selected", "false");
    current = (number + options.length) % options.length;
    options[current].setAttribute("aria-selected", "true");
    options[current].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[current].id);
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren();
    current = -1;
    if (!words.length) return close();
    for (let index = 0; index < items.length && list.children.length < 50; index++) {
      if (!words.every((word) => texts[index].includes(word))) continue;
      const [slug, name, around, method] = items[index];
      const option = document.createElement("li");
      option.id = `found-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.slug = slug;
      option.append(`${method} ${name}`);
      if (around) {
        const small = document.createElement("small");
        small.textContent = around;
        option.append(small);
      }
      option.addEventListener("click", () => (location.href = page(slug)));
      list.append(option);
    }
    if (!list.children.length) {
      const none = document.createElement("li");
      none.id = "found-none";
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.textContent = "No request has these words.";
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(current + 1);
    else if (event.key === "ArrowUp") choose(current - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      const option = list.children[current < 0 ? 0 : current];
      if (option?.dataset.slug) location.href = page(option.dataset.slug);
    } else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => search.contains(event.target) || close());
  search.addEventListener("focusout", (event) => search.contains(event.relatedTarget) || close());
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
