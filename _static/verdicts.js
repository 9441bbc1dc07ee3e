/* Filters above the ledger of claims. Without this script the whole table is shown. */
(function () {
  "use strict";

  const FILTERS = ["Page", "Kind", "Verdict"];

  function start() {
    const table = document.getElementById("tab-verdicts-ledger");
    if (!table || !table.tBodies.length) return;
    const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
    const rows = Array.from(table.tBodies[0].rows);
    // The verdict's cell may say below what the sources alone and the last edition said: only its first line is the verdict.
    // Read once, while every row is shown: a hidden cell has no lines.
    const read = rows.map((row) => Array.from(row.cells, firstLine));
    // The page writes what the last edition said into the cell of every verdict that is another one now.
    const turned = rows.map((row) => /last edition: (?!not judged)/.test(row.cells[heads.indexOf("Verdict")].textContent));
    const form = document.createElement("form");
    form.className = "verdict-filters";
    form.setAttribute("aria-label", "Filter the claims");
    const choices = FILTERS.map((name) => choice(form, name, read.map((row) => row[heads.indexOf(name)])));
    const changed = box(form, "Verdict changed since the last edition");
    const count = document.createElement("output");
    count.setAttribute("aria-live", "polite");
    form.append(count);
    const scroller = table.closest(".pst-scrollable-table-container") || table;
    scroller.before(form);

    function apply() {
      let shown = 0;
      rows.forEach((row, i) => {
        const wanted =
          choices.every(({ select, values }) => !select.value || values[i] === select.value) &&
          (!changed.checked || turned[i]);
        row.hidden = !wanted;
        shown += wanted;
      });
      count.textContent = shown + " of " + rows.length + " claims";
    }
    form.addEventListener("change", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    // A link from a chapter leads to a row: it must not be filtered away.
    window.addEventListener("hashchange", () => {
      const row = document.getElementById(location.hash.slice(1));
      if (row && row.hidden) {
        choices.forEach(({ select }) => (select.value = ""));
        changed.checked = false;
        apply();
        row.scrollIntoView();
      }
    });
    apply();
  }

  function firstLine(cell) {
    return cell.innerText.trim().split("\n")[0].trim();
  }

  function choice(form, name, values) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.append(new Option("all", ""));
    Array.from(new Set(values)).forEach((text) => select.append(new Option(text, text)));
    select.name = name.toLowerCase();
    label.append(name + " ", select);
    form.append(label);
    return { select, values };
  }

  function box(form, text) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "checkbox";
    input.name = "changed";
    label.append(input, " " + text);
    form.append(label);
    return input;
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
