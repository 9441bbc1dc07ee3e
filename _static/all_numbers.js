/* A field that filters the rows of the page of all numbers. Without this script every row is shown. */
(function () {
  "use strict";

  function start() {
    const box = document.querySelector(".evidence-rows");
    if (!box) return;
    const rows = [...box.querySelectorAll("tbody tr")];
    const pages = [...box.querySelectorAll(".evidence-page")];
    const titles = new Map(pages.map((page) => [page, page.querySelector("h2").textContent]));
    // A row is found by the name of its page too.
    const texts = rows.map((row) => {
      const text = row.textContent + " " + titles.get(row.closest(".evidence-page"));
      return text.normalize("NFKC").toLowerCase();
    });
    const form = document.createElement("form");
    form.className = "evidence-filter";
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Filter the numbers");
    form.innerHTML = '<label>Show numbers with <input type="search" autocomplete="off"></label> <output aria-live="polite"></output>';
    const field = form.querySelector("input");
    const count = form.querySelector("output");
    function apply() {
      const wanted = field.value.normalize("NFKC").toLowerCase().replace(/-/g, "\u2212").split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        const text = texts[i].replace(/-/g, "\u2212");
        row.hidden = !wanted.every((word) => text.includes(word));
        shown += !row.hidden;
      });
      pages.forEach((page) => (page.hidden = !page.querySelector("tbody tr:not([hidden])")));
      count.textContent = `${shown} of ${rows.length}`;
    }
    field.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    box.before(form);
    apply();
    // The row that an address names stands under the field now.
    const target = document.location.hash && document.getElementById(document.location.hash.slice(1));
    if (target) {
      target.scrollIntoView({ block: "center" });
      // How high the tables before it are is known when they have come near.
      requestAnimationFrame(() => target.scrollIntoView({ block: "center" }));
    }
  }

  // A script that waits runs when the page is read and others, which it asks, have not run yet.
  if (document.readyState !== "complete") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
