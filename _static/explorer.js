/* The calculator of the explorer page: the formula of the transmission chapter, in the reader's browser.

   Without this script the page shows its table of cases. Nothing is fetched: the numbers stand in the page, written there
   by analysis.report.explorer, and a test compares what is computed here with what Python computes. */
(function () {
  "use strict";

  const YEN = "yen";
  const METHOD_NAMES = {
    "distributed-lag": "distributed lag, twelve months",
    "autoregressive-distributed-lag": "distributed lag with own lags",
    "local-projection": "local projection",
    "vector-autoregression": "vector autoregression",
    "error-correction": "error correction",
  };
  // name, label, unit, lowest, highest, step, hint
  const NUMBERS = [
    ["amount", "Money that flows", "billion dollars", 0, 1000, 10, "The commitment, or a part of it"],
    ["years", "Years over which it flows", "years", 1, 8, 1, "From October 2025"],
    ["converted", "Converted share", "%", 0, 100, 1, "Bought with yen on the spot market; none by the ministers' plan"],
    ["hedged", "Hedged share", "%", 0, 100, 1, "Hedged money does not weaken the yen here"],
    ["multiplier", "Multiplier", "% per 1 % of GDP", 0, 10, 0.1, ""],
    ["income", "Return of the projects", "% a year", 0, 20, 0.5, "Paid from a year after the investment"],
    ["part", "Japan's part of the return", "%", 0, 100, 1, ""],
    ["home", "Of it, sold for yen", "%", 0, 100, 1, "Supports the yen later"],
  ];

  /* --- the model ------------------------------------------------------------------------------------------------ */

  function simple(x) {
    return 100 * Math.expm1(x / 100);
  }

  function invested(model, s) {
    const length = s.profile === "at once" ? 1 : 12 * s.years;
    const weights = [];
    for (let m = 0; m < length; m++) {
      weights.push(s.profile === "front-loaded" ? length - m : s.profile === "back-loaded" ? m + 1 : 1);
    }
    const total = weights.reduce((a, b) => a + b, 0);
    return Array.from({ length: model.horizon }, (_, m) => (m < length ? (s.amount * weights[m]) / total : 0));
  }

  function conversion(model, s) {
    const put = invested(model, s);
    const rate = (s.home / 100) * ((s.income * s.part) / 10000) / 12;
    const bought = put.map((x) => (1 - s.hedged / 100) * x);
    let standing = 0;
    const returned = put.map((_, m) => {
      if (m >= model.lag) standing += put[m - model.lag];
      return rate * standing;
    });
    return { bought, returned, net: bought.map((x, m) => x - returned[m]) };
  }

  /* Weights of theta in the price of each month: increments that are k months old, the oldest ones together. */
  function ages(push, month, last) {
    const out = new Array(last + 1).fill(0);
    for (let m = 0; m <= month; m++) out[Math.min(month - m, last)] += push[m];
    return out;
  }

  function variance(weights, upper) {
    let total = 0;
    let at = 0;
    for (let i = 0; i < weights.length; i++) {
      for (let j = i; j < weights.length; j++) total += (i === j ? 1 : 2) * weights[i] * weights[j] * upper[at++];
    }
    return Math.max(0, total);
  }

  /* Paths in 100 x log, with bounds: of the yen for the lowest and highest published multiplier, of prices at 95 %. */
  function compute(model, s) {
    const flow = conversion(model, s);
    const push = flow.net.map((x) => (100 * x) / model.scale);
    const share = s.converted / 100;
    let sum = 0;
    const whole = push.map((x) => (sum += x));
    const paths = {};
    const edge = (multiplier) => whole.map((x) => multiplier * share * x);
    const [a, b] = [edge(model.multiplier.low), edge(model.multiplier.high)];
    paths[YEN] = {
      estimate: edge(s.multiplier),
      low: a.map((x, m) => Math.min(x, b[m])),
      high: a.map((x, m) => Math.max(x, b[m])),
    };
    const strength = s.multiplier * share;
    Object.entries(model.methods[s.method]).forEach(([price, { theta, upper, critical }]) => {
      const path = { estimate: [], low: [], high: [] };
      push.forEach((_, month) => {
        const weights = ages(push, month, theta.length - 1);
        const middle = strength * weights.reduce((total, w, k) => total + w * theta[k], 0);
        const wide = critical * strength * Math.sqrt(variance(weights, upper));
        path.estimate.push(middle);
        path.low.push(middle - wide);
        path.high.push(middle + wide);
      });
      paths[price] = path;
    });
    return { flow, paths };
  }

  /* --- the page ------------------------------------------------------------------------------------------------- */

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

  function places(name) {
    return name === YEN || name.startsWith("import") ? 1 : 2;
  }

  function label(name) {
    return name === YEN ? "Yen per dollar" : name[0].toUpperCase() + name.slice(1);
  }

  function month(model, m) {
    const [year, first] = model.start.split("-").map(Number);
    return new Date(Date.UTC(year, first - 1 + m, 1)).toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });
  }

  function number(form, [name, text, unit, low, high, step, hint], changed) {
    const id = "explorer-" + name;
    const range = { min: low, max: high, step, value: low };
    const box = element("input", { type: "number", id, name, required: "", step: "any", min: low, max: high, "aria-describedby": id + "-hint" });
    if (name === "years") box.step = 1;
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

  function chart(model, name, path) {
    const [width, height, left, right, top, bottom] = [320, 200, 44, 8, 8, 22];
    const values = [path.estimate, path.low, path.high].map((one) => one.map(simple));
    const all = values.flat();
    let [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
    if (high - low < 1e-9) [low, high] = [-1, 1];
    const axis = ticks(low, high);
    low = axis.values[0];
    high = axis.values[axis.values.length - 1];
    const x = (m) => left + ((width - left - right) * m) / (model.horizon - 1);
    const y = (v) => top + ((height - top - bottom) * (high - v)) / (high - low);
    const point = (v, m) => x(m).toFixed(1) + "," + y(v).toFixed(1);
    const last = values.map((one) => shown(one[one.length - 1], places(name)));
    const said =
      label(name) + ": " + last[0] + " percent in " + month(model, model.horizon - 1) + " (shaded: " + last[1] + " to " + last[2] + ").";
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": said });
    axis.values.forEach((v) => {
      svg.append(drawn("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), class: "explorer-grid" }));
      svg.append(drawn("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end" }, shown(v, axis.digits)));
    });
    const year = Number(model.start.slice(0, 4));
    const first = Number(model.start.slice(5));
    for (let later = 1; 12 * later + 1 - first < model.horizon; later += 2) {
      svg.append(drawn("text", { x: x(12 * later + 1 - first), y: height - 5, "text-anchor": "middle" }, year + later));
    }
    svg.append(drawn("line", { x1: left, x2: width - right, y1: y(0), y2: y(0), class: "explorer-zero" }));
    const band = values[1].map(point).concat(values[2].map(point).reverse());
    svg.append(drawn("polygon", { points: band.join(" "), class: "explorer-band" }));
    svg.append(drawn("polyline", { points: values[0].map(point).join(" "), class: "explorer-line" }));
    return element("figure", {}, element("figcaption", {}, label(name) + ", %"), svg);
  }

  function cell(name, path, at) {
    const value = simple(path.estimate[at]);
    return element(
      "td",
      { "data-path": name, "data-month": at, "data-value": value },
      shown(value, places(name)),
      element("small", {}, shown(simple(path.low[at]), places(name)) + " to " + shown(simple(path.high[at]), places(name))),
    );
  }

  function table(model, paths, done) {
    const head = element("tr", {});
    ["Effect", month(model, done), month(model, model.horizon - 1)].forEach((text) => head.append(element("th", { scope: "col" }, text)));
    const body = element("tbody", {});
    Object.entries(paths).forEach(([name, path]) => {
      body.append(element("tr", {}, element("th", { scope: "row" }, label(name)), cell(name, path, done), cell(name, path, model.horizon - 1)));
    });
    return element(
      "table",
      {},
      element("caption", {}, "Percent against a world without the scheme, when the last money has flowed and at the end"),
      element("thead", {}, head),
      body,
    );
  }

  function sentence(model, s, result, done) {
    const value = (name) => simple(result.paths[name].estimate[done]);
    const yen = value(YEN);
    const total = (part) => shown((s.converted / 100) * result.flow[part].slice(0, done + 1).reduce((a, b) => a + b, 0), 0);
    const moves = (x, digits, up, down) =>
      Number(Math.abs(x).toFixed(digits)) === 0 ? "unchanged to the digit shown" : shown(Math.abs(x), digits) + " percent " + (x > 0 ? up : down);
    return (
      "By " + month(model, done) + ", " + total("bought") + " billion dollars have been bought with yen and " + total("returned") +
      " billion sold for yen. The dollar is " + moves(yen, 1, "dearer", "cheaper") + ": " + model.rate.yen + " yen, the mean of " +
      model.rate.month + ", would be " + shown(model.rate.yen * (1 + yen / 100), 1) + ". Import prices are " +
      moves(value("import prices"), 1, "higher", "lower") + ", consumer prices " +
      moves(value("consumer prices"), 2, "higher", "lower") + "."
    );
  }

  function start() {
    const place = document.getElementById("explorer-calculator");
    const source = document.getElementById("explorer-data");
    if (!place || !source) return;
    const model = JSON.parse(source.textContent);
    const form = element("form", { class: "explorer-form", "aria-label": "Your assumptions" });
    const fields = {};
    const cases = choice(form, "case", "Start from a case", Object.keys(model.cases).map((name) => [name, name]), () => set(model.cases[cases.value]));
    NUMBERS.slice(0, 2).forEach((one) => (fields[one[0]] = number(form, one, update)));
    const profile = choice(form, "profile", "Profile of the flow", model.profiles.map((x) => [x, x]), update);
    NUMBERS.slice(2).forEach((one) => (fields[one[0]] = number(form, one, update)));
    const method = choice(form, "method", "Pass-through by", Object.keys(model.methods).map((x) => [x, METHOD_NAMES[x] || x]), update);
    form.querySelector("#explorer-multiplier-hint").textContent =
      "% per 1 % of GDP. Published: " + shown(model.multiplier.low, 1) + " to " + shown(model.multiplier.high, 1);
    form.addEventListener("submit", (event) => event.preventDefault());
    const said = element("p", { class: "explorer-said", role: "status", "aria-live": "polite" });
    const numbers = element("div", { class: "explorer-scroll", tabindex: "0", role: "region", "aria-label": "Results" });
    const charts = element("div", { class: "explorer-charts" });
    const note = element(
      "p",
      { class: "explorer-note" },
      "Small figures and shades: for the yen, the lowest to the highest published multiplier; for prices, the 95 % interval of " +
        "pass-through alone, your other assumptions held as they are.",
    );
    place.replaceChildren(form, said, numbers, note, charts);

    function chosen() {
      const s = { profile: profile.value, method: method.value };
      Object.entries(fields).forEach(([name, { box }]) => (s[name] = Number(box.value)));
      return s;
    }
    function set(s) {
      Object.entries(fields).forEach(([name, { box, slider }]) => (box.value = slider.value = s[name]));
      // A slider snaps to its steps; the box holds the number that counts.
      Object.entries(fields).forEach(([name, { box }]) => (box.value = s[name]));
      profile.value = s.profile;
      method.value = s.method;
      update();
    }
    function update() {
      if (!form.checkValidity()) {
        const wrong = form.querySelector("input:invalid");
        said.textContent = wrong.labels[0].textContent + ": " + wrong.validationMessage;
        return;
      }
      const s = chosen();
      const result = compute(model, s);
      const done = s.profile === "at once" ? 0 : 12 * s.years - 1;
      said.textContent = sentence(model, s, result, done);
      numbers.replaceChildren(table(model, result.paths, done));
      charts.replaceChildren(...Object.entries(result.paths).map(([name, path]) => chart(model, name, path)));
    }
    set(model.cases[cases.value]);
    place.dataset.ready = "yes";
    window.passThroughExplorer = { model, compute: (s) => compute(model, s) };
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
