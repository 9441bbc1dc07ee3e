/* Finds words, numbers and parts of words anywhere in the book; the texts are loaded when a search begins. */
(function () {
  "use strict";

  const ROOT = document.documentElement.dataset.content_root || "";
  const MOST = 12;
  let loading = null;

  function texts() {
    loading = loading || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = ROOT + "_static/search_texts.js";
      script.onload = () => resolve(prepared(window.reportTexts));
      script.onerror = () => { loading = null; reject(new Error("the texts of the book could not be loaded")); };
      document.head.append(script);
    });
    return loading;
  }

  /* One form for full-width and half-width, capital and small, dashes and minus signs. */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\u2018\u2019]/g, "'").replace(/\s/g, " ");
  }

  function prepared(found) {
    return found.places.map(([page, anchor, title, text]) => ({
      href: found.pages[page][0] + "#" + anchor, page: found.pages[page][1], title, text,
      inTitle: plain(title), inText: plain(text),
    }));
  }

  /* A number is found whole: 550 is not the beginning of 5500. */
  function ends(text, at, term) {
    return !(/\d$/.test(term) && /\d/.test(text[at + term.length] || " "));
  }

  function counted(text, term) {
    let count = 0, whole = 0, at = text.indexOf(term);
    while (at >= 0 && count < 20) {
      count += 1;
      if (!/[\p{L}\p{N}]/u.test(text[at - 1] || " ") && ends(text, at, term)) whole += 1;
      at = text.indexOf(term, at + term.length);
    }
    return count + 2 * whole;
  }

  /* Every word of the query must stand in the place; titles count most, then how often, then the query as it stands. */
  function find(places, query) {
    const whole = plain(query).trim();
    const terms = whole.split(" ").filter(Boolean);
    if (!terms.length) return [];
    const found = [];
    places.forEach((place) => {
      let score = 0;
      for (const term of terms) {
        const inTitle = counted(place.inTitle, term), inText = counted(place.inText, term);
        if (!inTitle && !inText) return;
        score += 12 * Math.min(inTitle, 3) + Math.min(inText, 12) / Math.sqrt(1 + place.inText.length / 1500);
      }
      if (terms.length > 1 && (place.inTitle + " " + place.inText).includes(whole)) score += 10;
      if (place.inTitle.startsWith(whole) && ends(place.inTitle, 0, whole)) score += 20;
      found.push([score, place]);
    });
    return found.sort((a, b) => b[0] - a[0]).map(([, place]) => place);
  }

  function marked(text, terms) {
    const box = document.createElement("span");
    const low = plain(text);
    let at = 0;
    while (at < text.length) {
      let next = -1, length = 0;
      terms.forEach((term) => {
        const found = low.indexOf(term, at);
        if (found >= 0 && (next < 0 || found < next)) [next, length] = [found, term.length];
      });
      if (next < 0 || low.length !== text.length) break;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      box.append(text.slice(at, next), mark);
      at = next + length;
    }
    box.append(text.slice(at));
    return box;
  }

  function excerpt(place, terms) {
    const at = Math.max(0, ...terms.map((term) => place.inText.indexOf(term)));
    const from = Math.max(0, place.text.lastIndexOf(" ", Math.max(0, at - 60)));
    const text = place.text.slice(from, from + 180);
    return (from ? "\u2026 " : "") + text + (from + 180 < place.text.length ? " \u2026" : "");
  }

  function show(box, status, places, query) {
    const terms = plain(query).trim().split(" ").filter(Boolean);
    const found = find(places, query);
    box.replaceChildren(...found.slice(0, MOST).map((place) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = ROOT + place.href;
      const title = document.createElement("strong"), page = document.createElement("small");
      title.append(marked(place.title || place.page, terms));
      page.textContent = place.page;
      const words = document.createElement("span");
      words.className = "search-words";
      words.append(marked(excerpt(place, terms), terms));
      link.append(title, page, words);
      item.append(link);
      return item;
    }));
    status.textContent = !terms.length ? "" : found.length
      ? (found.length > MOST ? MOST + " of " + found.length + " places" : found.length + (found.length === 1 ? " place" : " places"))
      : "Nothing in the book has \u201c" + query.trim() + "\u201d. Try fewer or shorter words.";
  }

  function enhance(form, number) {
    const input = form.querySelector("input[type=search]");
    if (!input) return;
    const status = document.createElement("p"), list = document.createElement("ol");
    status.className = "search-status";
    status.setAttribute("role", "status");
    list.className = "search-found";
    list.setAttribute("aria-label", "Found");
    form.after(status, list);
    const look = () => {
      const query = input.value;
      return texts().then((places) => { if (query === input.value) show(list, status, places, query); },
                   (error) => { status.textContent = "Search does not work: " + error.message + "."; });
    };
    input.addEventListener("input", look);
    input.addEventListener("focus", () => texts().catch(() => {}));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      look().then(() => { const first = list.querySelector("a"); if (first) first.focus(); });
    });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked && !form.closest("dialog")) { input.value = asked; look(); }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form.bd-search").forEach(enhance);
  });
})();
