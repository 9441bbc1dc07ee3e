/* What the calculators of the book share: a form of three main controls and a fold with all others, starting points, what
   is chosen in the address, and what to do with the result. */
(function () {
  "use strict";

  const CUSTOM = "custom";

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

  /* A number with a box and a slider. The slider snaps to its steps; the box holds the number that counts. */
  function number(into, [name, text, unit, low, high, step, hint, whole], changed) {
    const id = "explorer-" + name;
    const box = element("input", {
      type: "number", id, name, required: "", step: whole ? 1 : "any", min: low, max: high, "aria-describedby": id + "-hint",
    });
    const slider = element("input", { type: "range", "aria-label": text + ", slider", min: low, max: high, step, value: low });
    const words = unit + (hint ? ". " + hint : "");
    const small = element("small", { id: id + "-hint" }, words);
    // The slider follows the box only to numbers that make sense: an empty box would send it to the middle.
    function check() {
      const sound = box.checkValidity();
      if (sound) slider.value = box.value;
      if (sound) box.removeAttribute("aria-invalid");
      else box.setAttribute("aria-invalid", "true");
      small.textContent = sound ? words : box.validationMessage;
      return sound;
    }
    function fill(value) {
      box.value = value;
      return check();
    }
    slider.addEventListener("input", () => {
      fill(slider.value);
      changed();
    });
    box.addEventListener("input", () => {
      check();
      changed();
    });
    const pair = element("div", { class: "explorer-pair" }, slider, box);
    into.append(element("div", { class: "explorer-field" }, element("label", { for: id }, text), pair, small));
    return { box, text, fill };
  }

  function choice(into, name, text, options, changed) {
    const id = "explorer-" + name;
    const select = element("select", { id, name });
    options.forEach(([value, words]) => select.append(new Option(words, value)));
    select.addEventListener("change", changed);
    into.append(element("div", { class: "explorer-field" }, element("label", { for: id }, text), select));
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

  /* The lines of a vertical axis over the width of a picture, with their numbers at the left. */
  function grid(svg, { values, digits }, left, right, y) {
    values.forEach((v) => {
      svg.append(drawn("line", { x1: left, x2: right, y1: y(v), y2: y(v), class: "explorer-grid" }));
      svg.append(drawn("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end" }, shown(v, digits)));
    });
  }

  /* A calculator: `label` names its form and `start` its list of `starts`, settings by name; `numbers` says what its boxes
     are, `shownFirst` which of them are not folded; `draw` shows what follows from settings in `results`; `settle` makes
     settings agree in themselves; `file`, `table` and `pictures` are what is kept. */
  function calculator({ label, start, starts, numbers, shownFirst, draw, settle, results, file, table, pictures }) {
    const { read, write, copy } = window.bookAddress;
    const names = Object.keys(starts);
    const first = starts[names[0]];
    const [fields, lists] = [{}, {}];
    const main = element("div", { class: "explorer-main" });
    const rest = element("div", { class: "explorer-main" });
    const said = element("p", { class: "explorer-said", role: "status", "aria-live": "polite" });
    const message = element("p", { class: "explorer-message", role: "status" });
    const options = [...names, CUSTOM].map((name) => [name, name === CUSTOM ? "custom: changed by you" : name]);
    const list = choice(main, start, "Start from", options, () => reader(() => set(starts[list.value])));
    list.options[names.length].disabled = true; // reached by changing a control, not by choosing it

    function chosen() {
      const s = {};
      Object.entries(lists).forEach(([name, one]) => (s[name] = one.value));
      Object.entries(fields).forEach(([name, { box }]) => (s[name] = Number(box.value)));
      return s;
    }
    function set(s) {
      Object.entries(fields).forEach(([name, { fill }]) => fill(s[name]));
      Object.entries(lists).forEach(([name, one]) => (one.value = s[name]));
      update();
    }
    /* Draw what is chosen; while a number makes no sense, keep and dim what was drawn before it. */
    function update() {
      const wrong = Object.values(fields).find(({ box }) => !box.checkValidity());
      results.forEach((one) => one.classList.toggle("explorer-stale", Boolean(wrong)));
      buttons.forEach((button) => (button.disabled = Boolean(wrong)));
      if (wrong) {
        said.textContent = wrong.text + ": " + wrong.box.validationMessage + " The results shown are those before.";
        return;
      }
      const s = chosen();
      list.value = names.find((name) => Object.keys(s).every((key) => s[key] === starts[name][key])) || CUSTOM;
      said.textContent = draw(s);
    }
    /* What the reader did: shown, and written into the address unless it is where the page starts anyway. */
    function reader(act) {
      message.textContent = "";
      act();
      if (Object.values(fields).some(({ box }) => !box.checkValidity())) return;
      const s = chosen();
      const plain = list.value === names[0];
      write(Object.fromEntries(Object.entries(s).map(([name, value]) => [name, plain ? null : String(value)])));
    }
    function restore() {
      const wrong = [];
      const s = { ...first };
      read(Object.keys(first)).forEach(([name, value]) => {
        const sound = fields[name]
          ? value.trim() !== "" && fields[name].fill(value)
          : Array.from(lists[name].options).some((option) => option.value === value);
        if (sound) s[name] = fields[name] ? Number(value) : value;
        else wrong.push(name + " “" + value + "”");
      });
      set(settle ? settle(s) : s);
      if (!wrong.length) return;
      message.textContent =
        "The address asks for " + wrong.join(" and ") + ", which this calculator cannot take; it starts from “" + names[0] + "” there.";
    }

    const button = (text, act) => {
      const made = element("button", { type: "button" }, text);
      made.addEventListener("click", act);
      return made;
    };
    const buttons = [
      button("Copy link", () => copy((text) => (message.textContent = text))),
      button("Data (CSV)", () => window.bookKeep.csv(file, table(chosen()))),
      button("Picture (PNG)", () => window.bookKeep.png(file, label, said.textContent, pictures())),
    ];
    const again = button("Reset", () => reader(() => set(first)));
    const fold = element("details", {}, element("summary", {}, "All other assumptions"), rest);
    const form = element("form", { class: "explorer-form", "aria-label": label }, main, fold);
    form.append(element("div", { class: "explorer-tools" }, ...buttons, again), message);
    form.addEventListener("submit", (event) => event.preventDefault());

    const moved = (onHand) => () => reader(() => ((onHand || (() => {}))(), update()));
    return {
      form,
      said,
      fields,
      lists,
      /* Add boxes in this order; `onHand`, by name, is what moving one by hand brings about beside its own change. */
      number(listed, onHand = {}) {
        listed.forEach((name) => {
          const into = shownFirst.includes(name) ? main : rest;
          fields[name] = number(into, numbers.find(([known]) => known === name), moved(onHand[name]));
        });
      },
      /* Add a list; a value without words of its own is shown as it is. */
      choice(name, text, listed, onHand) {
        const pairs = listed.map((one) => (Array.isArray(one) ? one : [one, one]));
        lists[name] = choice(rest, name, text, pairs, moved(onHand));
      },
      /* Begin with what the address says. Letters keep their size: pictures are drawn anew for the width there is. */
      open() {
        restore();
        let width = window.innerWidth;
        window.addEventListener("resize", () => {
          if (width === window.innerWidth) return; // a phone's bars come and go while it scrolls
          width = window.innerWidth;
          update();
        });
      },
    };
  }

  window.bookControls = { element, drawn, shown, ticks, grid, calculator };
})();
