/* A button that copies how to cite this book; without scripts the words stand there to be selected. */
(function () {
  "use strict";

  function offer(box) {
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.textContent = "Copy citation";
    said.setAttribute("role", "status");
    const text = box.innerText.replace(/\s+/g, " ").trim();
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(box.querySelector("p"));
        said.textContent = "Selected: copy it with the keyboard";
      }
    });
    box.append(button, said);
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".how-to-cite").forEach(offer));
})();
