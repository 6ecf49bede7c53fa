// Search, filters and copying on the page of a reading list, which is whole without them.
"use strict";
(() => {
  const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

  // Letters that decompose into none without an accent.
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th", ħ: "h", ς: "σ" };
  // Accents, vowel points of Hebrew and Arabic, and the stroke that only lengthens a word.
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;

  /** Return the words of `text` as they are compared: no case, no accents, no signs between. */
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(MARKS, "")
      .toLowerCase()
      .replace(/[ßæœøđðłıþħς]/g, (letter) => PLAIN[letter])
      .replace(/[^\p{L}\p{M}\p{N}+#]+/gu, " ")
      .trim();

  /** Return all words by which an item is found; BibTeX has commands and field names among its own. */
  const wordsOf = (item, data) => {
    const own = [...item.childNodes].filter((node) => node.nodeName !== "DETAILS");
    const text = [...own.map((node) => node.textContent), data.words ?? ""].join(" ");
    // "O’Neill" is found as "o neill" and as "oneill".
    return `${fold(text)} ${/['’]/.test(text) ? fold(text.replace(/['’]/g, "")) : ""}`;
  };

  const lists = [...document.querySelectorAll(".readings")];
  const items = lists.flatMap((list) => [...list.children]).map((element) => {
    const data = element.querySelector(":scope > .Z3988")?.dataset ?? {};
    return { element, data, isReading: element.id !== "", words: null };
  });
  const readings = items.filter((item) => item.isReading);

  // What holds all of the lists holds the sections that may go; the controls stand before the first.
  let root = lists[0];
  while (!lists.every((list) => root.contains(list))) root = root.parentElement;
  let before = lists.length > 1 ? [...root.children].find((child) => child.contains(lists[0])) : root;
  while (before.previousElementSibling?.matches("section")) before = before.previousElementSibling;
  const parts = [...root.querySelectorAll("section"), ...lists];
  const contents = [...document.querySelectorAll("nav a")].map((link) => ({
    line: link.closest("li"),
    part: document.getElementById(link.hash.slice(1)),
  }));

  const form = clone("controls");
  const field = form.elements.q;
  const selects = [...form.querySelectorAll("select")];
  const count = form.querySelector("[role=status]");
  const clear = form.querySelector("[type=reset]");
  const key = form.querySelector(".key");
  const plurals = (() => {
    try {
      return new Intl.PluralRules(document.documentElement.lang);
    } catch {
      return new Intl.PluralRules("en"); // the tag is that of no language
    }
  })();
  let isFiltered = false;

  const isChosen = ({ element, data }, { name, value }) =>
    name === "section"
      ? document.getElementById(value)?.contains(element) ?? false
      : data[name] === value;

  /** Show what the controls ask for, and say how much it is. */
  const show = () => {
    const wanted = fold(field.value).split(" ").filter(Boolean);
    const chosen = selects.filter((select) => select.value);
    isFiltered = wanted.length + chosen.length > 0;
    for (const item of items) {
      if (wanted.length) item.words ??= wordsOf(item.element, item.data);
      item.element.hidden = !(
        wanted.every((word) => item.words.includes(word)) &&
        chosen.every((select) => isChosen(item, select))
      );
    }
    for (const part of parts) {
      part.hidden = isFiltered && !part.querySelector(".readings > li:not([hidden])");
    }
    for (const { line, part } of contents) line.hidden = part?.hidden ?? false;
    const number = readings.filter(({ element }) => !element.hidden).length;
    const told = count.dataset[plurals.select(number)] ?? count.dataset.other;
    const text = told.replace("{number}", number).replace("{total}", readings.length);
    if (count.textContent !== text) count.textContent = text;
    clear.hidden = !isFiltered;
    form.classList.toggle("filtered", isFiltered);
  };

  // The address tells what is chosen, so that it leads others to the same list. Browsers refuse
  // to change it with every key.
  let waiting = 0;
  const remember = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const query = new URLSearchParams(location.search);
      for (const { name, value } of [field, ...selects]) {
        if (value.trim()) query.set(name, value);
        else query.delete(name);
      }
      const text = query.toString();
      try {
        history.replaceState(history.state, "", `${location.pathname}${text && `?${text}`}${location.hash}`);
      } catch {
        // A page that has no address of its own has none to share.
      }
    }, 150);
  };
  const recall = () => {
    const query = new URLSearchParams(location.search);
    for (const control of [field, ...selects]) control.value = query.get(control.name) ?? "";
    // A choice that the page no longer has is none.
    for (const select of selects) if (select.selectedIndex < 0) select.value = "";
    show();
  };
  const showAll = () => {
    for (const control of [field, ...selects]) control.value = "";
    show();
    remember();
  };

  form.addEventListener("input", () => {
    show();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    showAll();
    field.focus();
  });
  addEventListener("popstate", recall);
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.closest("[hidden]")) return;
    showAll();
    target.scrollIntoView();
  });

  // Who speaks to the computer may set off a key by a word: it can be switched off, for good.
  const KEPT = "coursepack-shortcut";
  const setKey = (isOn) => key.setAttribute("aria-pressed", isOn);
  try {
    setKey(localStorage.getItem(KEPT) !== "off");
  } catch {
    setKey(true); // where nothing may be kept
  }
  key.addEventListener("click", () => {
    const isOn = key.getAttribute("aria-pressed") !== "true";
    setKey(isOn);
    try {
      localStorage.setItem(KEPT, isOn ? "on" : "off");
    } catch {
      // It holds as long as the page is open.
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isFiltered) {
      showAll();
      field.focus();
    } else if (event.key === "/" && key.getAttribute("aria-pressed") === "true") {
      if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  /** Put `code` on the clipboard; where that is not allowed, select it at least. */
  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(code);
      return document.execCommand("copy");
    }
  };
  const addCopying = (details) => {
    const line = clone("copying");
    const [button, said] = line.children;
    button.addEventListener("click", async () => {
      said.textContent = "";
      const isCopied = await copy(details.querySelector("code"));
      said.textContent = isCopied ? said.dataset.copied : said.dataset.failed;
    });
    details.querySelector("summary").after(line);
  };
  // The event does not rise, but can be met on its way down.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (target.matches?.(".bibtex") && !target.querySelector(".copying")) addCopying(target);
    },
    true,
  );

  before.before(form);
  recall();
})();
