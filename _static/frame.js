/* What the buttons of the page frame do; the policy of the book allows no code in their attributes. */
(function () {
  "use strict";

  const CODE = "report-code";

  /* Opens or folds the code of all cells; a chapter whose evidence is folded opens that too, or nothing would be seen. */
  function showCode(button, shown) {
    button.setAttribute("aria-pressed", String(shown));
    document.documentElement.dataset.code = shown ? "shown" : "folded";
    document.querySelectorAll("article details.above-input").forEach((fold) => { fold.open = shown; });
  }

  function switchCode(button) {
    const shown = button.getAttribute("aria-pressed") !== "true";
    showCode(button, shown);
    const evidence = document.querySelector("article details.in-full");
    if (shown && evidence) evidence.open = true;
    try { sessionStorage.setItem(CODE, shown ? "shown" : "folded"); } catch { /* private windows may refuse */ }
  }

  const DOES = {
    "print": () => window.print(),
    "full-screen": () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    "all-code": switchCode,
  };

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-does]");
    if (control && DOES[control.dataset.does]) DOES[control.dataset.does](control);
  });

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector('[data-does="all-code"]');
    let shown = null;
    try { shown = sessionStorage.getItem(CODE); } catch { /* nothing is remembered there */ }
    if (button && shown === "shown") showCode(button, true);
  });
})();
