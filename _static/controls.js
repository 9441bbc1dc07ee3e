/* What the calculators of the book share: controls with names, numbers as text, axes. */
(function () {
  "use strict";

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children);
    return made;
  }

  function drawn(tag, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function shown(x, digits) {
    const text = Math.abs(x).toFixed(digits);
    return (x < 0 && Number(text) !== 0 ? "\u2212" : "") + text;
  }

  function number(form, [name, text, unit, low, high, step, hint, whole], changed) {
    const id = "explorer-" + name;
    const range = { min: low, max: high, step, value: low };
    const box = element("input", { type: "number", id, name, required: "", step: "any", min: low, max: high, "aria-describedby": id + "-hint" });
    if (whole) box.step = 1;
    const slider = element("input", { type: "range", "aria-label": text + ", slider", ...range });
    slider.addEventListener("input", () => {
      box.value = slider.value;
      changed();
    });
    box.addEventListener("input", () => {
      slider.value = box.value;
      changed();
    });
    form.append(
      element(
        "div",
        { class: "explorer-field" },
        element("label", { for: id }, text),
        element("div", { class: "explorer-pair" }, slider, box),
        element("small", { id: id + "-hint" }, unit + (hint ? ". " + hint : "")),
      ),
    );
    return { box, slider };
  }

  function choice(form, name, text, options, changed) {
    const id = "explorer-" + name;
    const select = element("select", { id, name });
    options.forEach(([value, words]) => select.append(new Option(words, value)));
    select.addEventListener("change", changed);
    form.append(element("div", { class: "explorer-field" }, element("label", { for: id }, text), select));
    return select;
  }

  function ticks(low, high) {
    const rough = (high - low) / 4;
    const size = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((x) => x * size).find((x) => x >= rough);
    const out = [];
    for (let i = Math.floor(low / step + 1e-9); i * step <= high + 1e-9 * step || out[out.length - 1] < high; i++) out.push(i * step);
    return { values: out, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
  }

  /* What is wrong with the first control that holds no sense; empty if all do. */
  function refused(form) {
    if (form.checkValidity()) return "";
    const wrong = form.querySelector("input:invalid");
    return wrong.labels[0].textContent + ": " + wrong.validationMessage;
  }

  window.bookControls = { element, drawn, shown, number, choice, ticks, refused };
})();
