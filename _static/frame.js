/* What the buttons of the page frame do; the policy of the book allows no code in their attributes. */
(function () {
  "use strict";

  const DOES = {
    "print": () => window.print(),
    "full-screen": () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
  };

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-does]");
    if (control && DOES[control.dataset.does]) DOES[control.dataset.does]();
  });
})();
