/* Search and filters above the ledger of claims, kept in the address. Without this script every card is shown. */
(function () {
  "use strict";

  const FILTERS = ["Page", "Kind", "Verdict"];

  function start() {
    const table = document.getElementById("tab-verdicts-ledger");
    if (!table || !table.tBodies.length) return;
    const { read, write } = window.bookAddress;
    const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
    const rows = Array.from(table.tBodies[0].rows);
    const at = (row, head) => row.cells[heads.indexOf(head)];
    const words = rows.map((row) => plain(row.textContent));
    // The page writes what the last edition said into the cell of every verdict that is another one now.
    const turned = rows.map((row) => /last edition: (?!not judged)/.test(at(row, "Verdict").textContent));
    const form = made("form", { class: "verdict-filters", role: "search", "aria-label": "Search and filter the claims" });
    const search = made("input", { type: "search", name: "q", placeholder: "words, a number, 中文", autocomplete: "off" });
    form.append(labelled("Search", search));
    const choices = FILTERS.map((name) => choice(form, name, rows.map((row) => firstLine(at(row, name)))));
    form.append(made("button", { type: "reset" }, "Show all"));
    const changed = made("input", { type: "checkbox", name: "changed" });
    form.append(made("label", { class: "verdict-changed" }, changed, " Changed since the last edition"));
    const count = made("output", { "aria-live": "polite" });
    const message = made("p", { class: "verdict-message", role: "status" });
    form.append(count, message);
    table.closest(".report-table").before(form);

    function apply() {
      const wanted = plain(search.value).split(" ").filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        const stays =
          wanted.every((word) => words[i].includes(word)) &&
          choices.every(({ select, values }) => !select.value || values[i] === select.value) &&
          (!changed.checked || turned[i]);
        row.hidden = !stays;
        shown += stays;
      });
      count.textContent = shown + " of " + rows.length + " claims";
    }
    function keep() {
      message.textContent = "";
      apply();
      const values = { q: search.value.trim() || null, changed: changed.checked ? "yes" : null };
      choices.forEach(({ select }) => (values[select.name] = select.value || null));
      write(values, Object.values(values).some(Boolean) ? "ledger" : undefined);
    }
    /* What the address asks for; what it asks for in vain is said and left out. */
    function restore() {
      const wrong = [];
      read(["q", "changed", ...choices.map(({ select }) => select.name)]).forEach(([name, value]) => {
        const list = choices.find(({ select }) => select.name === name);
        if (name === "q") search.value = value;
        else if (name === "changed" && value === "yes") changed.checked = true;
        else if (list && list.values.includes(value)) list.select.value = value;
        else wrong.push(name + " “" + value + "”");
      });
      if (wrong.length) {
        message.textContent = "The address asks for " + wrong.join(" and ") + ", which the ledger does not have; this is left out.";
      }
    }
    form.addEventListener("input", keep);
    form.addEventListener("reset", () => setTimeout(keep)); // the browser empties the fields after the event
    form.addEventListener("submit", (event) => event.preventDefault());
    // A link to a card: it must not be filtered away, and this form must not push it out of sight.
    function uncover() {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!row || !rows.includes(row)) return;
      if (row.hidden) {
        form.reset();
        apply();
      }
      row.scrollIntoView();
      // How high the cards before it are is known when they have come near.
      requestAnimationFrame(() => row.scrollIntoView());
    }
    window.addEventListener("hashchange", uncover);
    restore();
    apply();
    uncover();
  }

  function made(tag, attributes, ...children) {
    const one = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => one.setAttribute(name, value));
    one.append(...children);
    return one;
  }

  /* As typed: the page sets quotation marks and minus signs that no keyboard has. */
  function plain(text) {
    return text.toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[−–]/g, "-").replace(/\s+/g, " ");
  }

  function labelled(text, control) {
    return made("label", {}, made("span", {}, text), control);
  }

  /* The verdict's cell may say below what the sources alone and the last edition said. */
  function firstLine(cell) {
    return (cell.querySelector(".line, p") || cell).textContent.trim();
  }

  function choice(form, name, values) {
    const select = made("select", { name: name.toLowerCase() }, new Option("all", ""));
    Array.from(new Set(values)).forEach((text) => select.append(new Option(text, text)));
    form.append(labelled(name, select));
    return { select, values };
  }

  // A script that waits runs when the page is read and others, which it asks, have not run yet.
  if (document.readyState !== "complete") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
