/* The evidence in full: closed at first, open where a link leads into it or the reader has opened it in this visit.
   Runs where the fold begins, so that nothing is drawn that is closed a moment later. */
(function () {
  "use strict";

  const KEY = "report-in-full";
  const fold = document.currentScript.closest("details");

  function remembered() {
    try { return sessionStorage.getItem(KEY); } catch { return null; }
  }

  function remember(open) {
    try { sessionStorage.setItem(KEY, open ? "open" : "closed"); } catch { /* private windows may refuse */ }
  }

  function target() {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it stands */ }
    return id && (document.getElementById(id) || "below");
  }

  /* What stands above has been read by now; a place that is not among it lies below. */
  if (!["below", fold].includes(target()) && remembered() !== "open") fold.open = false;

  /* Browsers open a fold on their way to a place inside it; this is for those that do not. */
  function reveal() {
    const place = target();
    if (!place || !place.closest || !fold.contains(place)) return;
    let opened = false;
    for (let box = place.closest("details"); box; box = box.parentElement.closest("details")) {
      opened = opened || !box.open;
      box.open = true;
    }
    if (opened) place.scrollIntoView();
  }

  fold.querySelector("summary").addEventListener("click", () => remember(!fold.open));
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) reveal();
  });

  let closed = false;
  window.addEventListener("beforeprint", () => { closed = !fold.open; fold.open = true; });
  window.addEventListener("afterprint", () => { if (closed) fold.open = false; });
})();
