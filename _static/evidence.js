/* A number in a sentence opens a card with what stands behind it. Without this script its link leads to its row on the
   page of all numbers. The content is one file a page, loaded on the first use, as a script because a page from the disk
   may load no JSON. */
(function () {
  "use strict";

  const ROOT = new URL("../", document.currentScript.src); // the folder that holds _static
  const GAP = 8; // px between card, number and edge of the window
  const loading = {};

  function element(name, properties, ...children) {
    const made = document.createElement(name);
    Object.entries(properties || {}).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  function load(page) {
    const known = () => (window.reportEvidence || {})[page];
    if (known()) return Promise.resolve(known());
    loading[page] =
      loading[page] ||
      new Promise((resolve) => {
        const script = element("script", { src: new URL(`_static/evidence/${page}.js`, ROOT).href });
        script.addEventListener("load", () => resolve(known()));
        script.addEventListener("error", () => resolve(undefined));
        document.head.append(script);
      });
    return loading[page];
  }

  const here = () => document.location.pathname.split("/").pop().replace(/\.html$/, "");
  const link = (address, text) => element("a", { href: new URL(address, ROOT).href }, text);
  const shown = (value) => String(value).replace(/^-/, "\u2212");

  function span(part) {
    if (part.low === undefined || part.high === undefined) return "";
    return `${shown(part.low)} to ${shown(part.high)}${part.coverage ? ` (${+(100 * part.coverage).toFixed(4)} %)` : ""}`;
  }

  function sample(part) {
    const dates = part.first && part.last ? `${part.first} to ${part.last}` : "";
    return [dates, part.n === undefined ? "" : `n\u00a0=\u00a0${part.n}`].filter(Boolean).join(", ");
  }

  /* Label and text of every field that a number has; what was not recorded is not shown. */
  function fields(part) {
    return [
      ["What", part.label],
      ["Qualifier", part.qualifier],
      ["Value", part.value === undefined ? "" : `${shown(part.value)}${part.unit ? ` ${part.unit}` : ""}`],
      ["Interval", span(part)],
      ["How made", part.interval],
      ["Set", part.set],
      ["Standard error", part.error === undefined ? "" : shown(part.error)],
      ["Tested", part.tested],
      ["Statistic", part.statistic === undefined ? "" : shown(part.statistic)],
      ["Sample", sample(part)],
      ["As of", part.as_of],
      ["Method", part.method],
    ].filter(([, text]) => text !== undefined && text !== "");
  }

  function rows(list, pairs) {
    pairs.forEach(([label, text]) => list.append(element("dt", {}, label), element("dd", {}, text)));
  }

  function tables(number, page) {
    const own = [...new Set(number.parts.flatMap((part) => part.tables || []))];
    const names = own.length ? own : number.tables || [];
    const items = names.map((name) => {
      const [publisher, vintage, address] = page.tables[name] || ["", "", ""];
      const said = publisher ? ` ${publisher}, vintage ${vintage}` : "";
      return element("li", {}, address ? link(address, name) : name, said);
    });
    const label = own.length ? "Data" : number.of_page ? "Read by the page up to here" : "Read by its cell";
    if (!items.length) return null;
    const list = element("ul", {}, ...items);
    // What a cell has read is a long list at times, and not all of it made this number.
    return [label, items.length > 3 ? element("details", {}, element("summary", {}, `${items.length} tables`), list) : list];
  }

  function content(key, number, page, held, from) {
    const parts = (number.parts = number.parts || []);
    const list = element("dl", {});
    parts.forEach((part, i) => {
      const named = part.text ? `\u201c${part.text}\u201d` : parts.length > 1 ? `Number ${i + 1} of ${parts.length}` : "";
      if (named) list.append(element("dt", { class: "evidence-part" }, named), element("dd", {}));
      rows(list, fields(part));
      if (part.specification) {
        const lines = element("dl", {});
        rows(lines, part.specification);
        const fold = element("details", {}, element("summary", {}, "Specification"), lines);
        list.append(element("dt", {}, "Equation"), element("dd", {}, fold));
      }
    });
    const data = tables(number, page);
    if (data) list.append(element("dt", {}, data[0]), element("dd", {}, data[1]));
    held.forEach(([words, condition]) => {
      const text = element("dd", {}, `\u201c${words}\u201d holds while `, element("code", {}, condition));
      list.append(element("dt", {}, "Condition"), text);
    });
    rows(list, [["Edition", page.edition], ["Key", key]]);
    const foot = element("p", { class: "evidence-links" });
    foot.append(link(`${page.page}#cell-${number.cell}`, from === page.page ? "Code" : `Code on \u201c${page.title}\u201d`));
    foot.append(" \u00b7 ", link(`${page.all}#evidence-${key}`, "All numbers"));
    return [list, foot];
  }

  /* The card as text, for who takes it along. */
  function asText(title, card, address) {
    const lines = [title];
    card.querySelectorAll("dl dt").forEach((dt) => {
      const dd = dt.nextElementSibling;
      if (dt.closest("details") || dd.querySelector("dl")) return;
      const items = dd.querySelectorAll("li").length ? [...dd.querySelectorAll("li")] : [dd];
      lines.push(`${dt.textContent}: ${items.map((one) => one.textContent.trim()).join("; ")}`);
    });
    return [...lines, address].join("\n");
  }

  async function copy(text, said) {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch (refused) {
      const area = element("textarea", { readonly: "" });
      area.value = text;
      (document.querySelector("dialog[open]") || document.body).append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    said.textContent = done ? "Copied" : "This browser does not let a page copy; select the text instead";
  }

  let dialog, heading, body, note, opener;

  function make() {
    heading = element("h2", { id: "evidence-title", tabindex: "-1" });
    body = element("div", {});
    note = element("span", { role: "status" });
    const copier = element("button", { type: "button", class: "evidence-copy" }, "Copy");
    const closer = element("button", { type: "button", class: "evidence-close" }, "Close");
    dialog = element("dialog", { class: "evidence-card", "aria-labelledby": "evidence-title" });
    dialog.append(heading, body, element("p", { class: "evidence-buttons" }, copier, closer, note));
    copier.addEventListener("click", () => copy(asText(heading.textContent, body, opener.href), note).then(() => copier.focus()));
    closer.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close(); // beside the card
      const anchor = event.target.closest("a");
      if (anchor && anchor.href.split("#")[0] === document.location.href.split("#")[0]) dialog.close();
    });
    // The event comes later than the closing: a reader who has already gone to another link keeps it.
    dialog.addEventListener("close", () => {
      const now = document.activeElement;
      if (!now || now === document.body || dialog.contains(now)) opener.focus({ preventScroll: true });
    });
    window.addEventListener("resize", () => dialog.open && place());
    document.body.append(dialog);
  }

  /* Below the number, else above it, and never out of the window. */
  function place() {
    const at = opener.getClientRects()[0] || opener.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = dialog;
    const within = (value, most) => Math.max(GAP, Math.min(value, most - GAP));
    const below = at.bottom + GAP;
    const fits = below + height + GAP <= window.innerHeight;
    const top = fits ? below : at.top - GAP - height >= GAP ? at.top - GAP - height : within(below, window.innerHeight - height);
    dialog.style.top = `${top}px`;
    dialog.style.left = `${within(at.left, document.documentElement.clientWidth - width)}px`;
  }

  async function open(anchor) {
    const [name, key] = anchor.dataset.number.split(":");
    const [page, own] = await Promise.all([load(name), load(here())]);
    const number = page && page.numbers[key];
    if (!number) {
      document.location.href = anchor.href; // its row says what is known
      return;
    }
    if (!dialog) make();
    opener = anchor;
    heading.textContent = anchor.textContent.trim();
    note.textContent = "";
    body.replaceChildren(...content(key, number, page, ((own && own.held) || {})[key] || [], own && own.page));
    dialog.showModal();
    dialog.scrollTop = 0;
    heading.focus();
    place();
    body.querySelectorAll("details").forEach((fold) => fold.addEventListener("toggle", place));
  }

  /* A link to a cell's code unfolds it; some browsers do so by themselves. */
  function unfold() {
    const target = /^#cell-\d+$/.test(document.location.hash) && document.querySelector(document.location.hash);
    const fold = target && target.closest("details");
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView();
    }
  }

  function start() {
    document.querySelectorAll("a.number").forEach((anchor) => anchor.setAttribute("aria-haspopup", "dialog"));
    document.querySelectorAll("details.report-cite").forEach((fold) => {
      const note = element("span", { role: "status" });
      const button = element("button", { type: "button", class: "evidence-copy" }, "Copy");
      const text = fold.querySelector("p").textContent.trim();
      button.addEventListener("click", () => copy(text, note).then(() => button.focus()));
      fold.append(element("p", { class: "evidence-buttons" }, button, note));
    });
    document.addEventListener("click", (event) => {
      const anchor = event.target.closest("a.number");
      if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(anchor);
    });
    window.addEventListener("hashchange", unfold);
    unfold();
  }

  // A script that waits runs when the page is read and others, which it asks, have not run yet.
  if (document.readyState !== "complete") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
