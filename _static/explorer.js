/* The calculator of the explorer page: the formula of the transmission chapter, in the reader's browser.

   Without this script the page shows its table of cases. Nothing is fetched: the numbers stand in the page, written there
   by analysis.report.explorer, and a test compares what is computed here with what Python computes. */
(function () {
  "use strict";

  const YEN = "yen";
  const OWN = "own";
  let element, drawn, shown, number, choice, ticks, refused; // of controls.js, which may load later
  // name, label, unit, lowest, highest, step, hint, whole numbers only
  const NUMBERS = [
    ["amount", "Money that flows", "billion dollars", 0, 1000, 10, "The commitment, or a part of it"],
    ["months", "Months over which it flows", "months", 1, 96, 1, "From October 2025; 40 end in January 2029", true],
    ["announced", "Priced at announcement", "%", 0, 100, 1, "Part of the whole that markets price in the first month"],
    ["converted", "Bought with yen", "%", 0, 100, 1, "On the spot market. Moving it leaves the funding case"],
    ["hedged", "Hedged share of it", "%", 0, 100, 1, "Hedged money does not weaken the yen here"],
    ["multiplier", "Multiplier", "% per 1 % of GDP", -5, 10, 0.05, "One number without error. Moving it leaves the theory"],
    ["left", "Left after a year", "%", 1, 100, 1, "Of a move of the yen; 100 is lasting"],
    ["income", "Return of the projects", "% a year", 0, 20, 0.5, "Paid from a year after the investment"],
    ["part", "Japan's part of the return", "%", 0, 100, 1, ""],
    ["home", "Of it, sold for yen", "%", 0, 100, 1, "Supports the yen later"],
  ];

  /* --- the model ------------------------------------------------------------------------------------------------ */

  function simple(x) {
    return 100 * Math.expm1(x / 100);
  }

  function invested(model, s) {
    const length = s.profile === "at once" ? 1 : s.months;
    const weights = [];
    for (let m = 0; m < length; m++) {
      weights.push(s.profile === "front-loaded" ? length - m : s.profile === "back-loaded" ? m + 1 : 1);
    }
    const total = weights.reduce((a, b) => a + b, 0);
    return Array.from({ length: model.horizon }, (_, m) => (m < length ? (s.amount * weights[m]) / total : 0));
  }

  /* The share that is bought with yen enters here and nowhere else. */
  function conversion(model, s) {
    const put = invested(model, s);
    const share = (s.case === OWN ? s.converted : model.funding[s.case].converted) / 100;
    const rate = (s.home / 100) * ((s.income * s.part) / 10000) / 12;
    const bought = put.map((x) => share * (1 - s.hedged / 100) * x);
    let standing = 0;
    const returned = put.map((_, m) => {
      if (m >= model.lag) standing += put[m - model.lag];
      return rate * standing;
    });
    const net = bought.map((x, m) => x - returned[m]);
    const announced = s.announced / 100;
    const priced = net.map((x) => (1 - announced) * x);
    priced[0] += announced * net.reduce((a, b) => a + b, 0);
    return { bought, returned, net, priced };
  }

  /* Path of the yen for a multiplier of 1: what is pushed in a month fades from within that month on. */
  function level(push, left) {
    const rho = left ** (1 / 12);
    const gain = left === 1 ? 1 : (1 - rho) / -Math.log(rho);
    let last = 0;
    return push.map((moved) => (last = rho * last + gain * moved));
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

  /* Student's t with whole degrees of freedom, by its finite series (Abramowitz and Stegun 26.7.3 and 26.7.4). */
  function student(x, dof) {
    const angle = Math.atan(x / Math.sqrt(dof));
    const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
    const odd = dof % 2 === 1;
    let term = odd ? cosine : 1;
    let sum = term;
    for (let k = odd ? 3 : 2; k < dof; k += 2) {
      term *= (cosine * cosine * (k - 1)) / k;
      sum += term;
    }
    return 0.5 + (odd ? (angle + sine * sum) / Math.PI : (sine * sum) / 2);
  }

  /* The multiplier: its own quantiles, and its nodes for the product with pass-through. */
  function multiplier(model, s) {
    if (s.theory === OWN) return { ppf: () => s.multiplier, values: [s.multiplier], weights: [1] };
    const { kind, first, second, values, weights } = model.theories[s.theory];
    const ppf = (at) => (kind === "even" ? first + (second - first) * model.quantiles[at] : first + second * model.normal[at]);
    return { ppf, values, weights };
  }

  function below(z, law, mean, spread, dof, peak) {
    let chance = 0;
    let density = 0;
    law.values.forEach((value, i) => {
      const x = (z / value - mean) / spread;
      const inside = student(x, dof);
      chance += law.weights[i] * (value > 0 ? inside : 1 - inside);
      density += (law.weights[i] * peak * (1 + (x * x) / dof) ** (-(dof + 1) / 2)) / (Math.abs(value) * spread);
    });
    return [chance, density];
  }

  /* Quantile of multiplier times pass-through: Newton's method inside a bracket, as analysis.transmission.product has it. */
  function quantile(model, at, law, mean, spread, dof, peak) {
    const q = model.quantiles[at];
    const { still, reach, steps, close } = model.search;
    if (law.values.every((value) => value === 0)) return 0;
    const alone = mean * law.ppf(mean >= 0 ? at : model.quantiles.length - 1 - at);
    if (spread <= still * Math.abs(mean)) return alone;
    const far = Math.max(-law.values[0], law.values[law.values.length - 1]) * (Math.abs(mean) + reach * spread);
    let [low, high] = [-far, far];
    while (below(low, law, mean, spread, dof, peak)[0] > q) low *= 2;
    while (below(high, law, mean, spread, dof, peak)[0] < q) high *= 2;
    let z = alone;
    for (let step = 0; step < steps; step++) {
      const [chance, density] = below(z, law, mean, spread, dof, peak);
      [low, high] = chance < q ? [z, high] : [low, z];
      let next = density > 0 ? z - (chance - q) / density : Infinity;
      if (!(low < next && next < high)) next = (low + high) / 2;
      if (Math.abs(next - z) <= close * Math.max(Math.abs(z), Math.abs(next))) return next;
      z = next;
    }
    return z;
  }

  /* Paths in 100 x log: the lower end, median and upper end of each month. */
  function compute(model, s) {
    const flow = conversion(model, s);
    const unit = level(flow.priced.map((x) => (100 * x) / model.scale), s.left / 100);
    const moved = unit.map((x, m) => x - (m ? unit[m - 1] : 0));
    const law = multiplier(model, s);
    const ends = ["low", "median", "high"];
    const paths = { [YEN]: {} };
    ends.forEach((end, at) => (paths[YEN][end] = unit.map((x) => x * law.ppf(x >= 0 ? at : 2 - at))));
    Object.entries(model.windows[s.window]).forEach(([price, { theta, upper, dof, peak }]) => {
      const path = { low: [], median: [], high: [] };
      moved.forEach((_, month) => {
        const weights = ages(moved, month, theta.length - 1);
        const mean = weights.reduce((total, w, k) => total + w * theta[k], 0);
        const spread = Math.sqrt(variance(weights, upper));
        ends.forEach((end, at) => path[end].push(quantile(model, at, law, mean, spread, dof, peak)));
      });
      paths[price] = path;
    });
    return { flow, paths };
  }

  /* --- the page ------------------------------------------------------------------------------------------------- */

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

  function chart(model, name, path) {
    const [width, height, left, right, top, bottom] = [320, 200, 44, 8, 8, 22];
    const values = [path.median, path.low, path.high].map((one) => one.map(simple));
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
    const value = simple(path.median[at]);
    const ends = { "data-low": simple(path.low[at]), "data-high": simple(path.high[at]) };
    return element(
      "td",
      { "data-path": name, "data-month": at, "data-value": value, ...ends },
      shown(value, places(name)),
      element("small", {}, shown(simple(path.low[at]), places(name)) + " to " + shown(simple(path.high[at]), places(name))),
    );
  }

  function table(model, paths, done) {
    const later = done + model.later;
    const head = element("tr", {});
    ["Effect", month(model, done), month(model, later)].forEach((text) => head.append(element("th", { scope: "col" }, text)));
    const body = element("tbody", {});
    Object.entries(paths).forEach(([name, path]) => {
      body.append(element("tr", {}, element("th", { scope: "row" }, label(name)), cell(name, path, done), cell(name, path, later)));
    });
    return element(
      "table",
      {},
      element("caption", {}, "Percent against a world without the scheme, when the last money has flowed and two years later: median and 90 % band"),
      element("thead", {}, head),
      body,
    );
  }

  function sentence(model, s, result, done) {
    const value = (name, at) => simple(result.paths[name].median[at]);
    const yen = value(YEN, done);
    const later = done + model.later;
    const total = (part) => shown(result.flow[part].slice(0, done + 1).reduce((a, b) => a + b, 0), 0);
    const moves = (x, digits, up, down) =>
      Number(Math.abs(x).toFixed(digits)) === 0 ? "unchanged to the digit shown" : shown(Math.abs(x), digits) + " percent " + (x > 0 ? up : down);
    return (
      "By " + month(model, done) + ", " + total("bought") + " billion dollars have been bought with yen and " + total("returned") +
      " billion sold for yen. In the median the dollar is " + moves(yen, 1, "dearer", "cheaper") + ": " + model.rate.yen + " yen, the mean of " +
      model.rate.month + ", would be " + shown(model.rate.yen * (1 + yen / 100), 1) + ". By " + month(model, later) + " import prices are " +
      moves(value("import prices", later), 1, "higher", "lower") + ", consumer prices " +
      moves(value("consumer prices", later), 2, "higher", "lower") + "."
    );
  }

  function start() {
    const place = document.getElementById("explorer-calculator");
    const source = document.getElementById("explorer-data");
    if (!place || !source) return;
    ({ element, drawn, shown, number, choice, ticks, refused } = window.bookControls);
    const model = JSON.parse(source.textContent);
    const form = element("form", { class: "explorer-form", "aria-label": "Your assumptions" });
    const fields = {};
    const pairs = (table) => Object.entries(table).map(([name, { label }]) => [name, label]);
    const starts = choice(form, "start", "Start from", Object.keys(model.starts).map((name) => [name, name]), () => set(model.starts[starts.value]));
    const lists = {};
    const put = (names) => NUMBERS.filter(([name]) => names.includes(name)).forEach((one) => (fields[one[0]] = number(form, one, changed(one[0]))));
    lists.case = choice(form, "case", "Funding", [...pairs(model.funding), [OWN, "your own share"]], () => {
      if (lists.case.value !== OWN) fill("converted", model.funding[lists.case.value].converted);
      update();
    });
    put(["converted", "hedged"]);
    lists.theory = choice(form, "theory", "Theory", [...pairs(model.theories), [OWN, "your own multiplier"]], () => {
      const theory = model.theories[lists.theory.value];
      if (theory) fill("multiplier", theory.median);
      if (theory) fill("left", theory.left);
      update();
    });
    put(["multiplier", "left"]);
    lists.profile = choice(form, "profile", "Profile of the flow", model.profiles.map((x) => [x, x]), update);
    put(["amount", "months", "announced"]);
    lists.window = choice(form, "window", "Pass-through estimated", Object.keys(model.windows).map((x) => [x, x]), update);
    put(["income", "part", "home"]);
    form.addEventListener("submit", (event) => event.preventDefault());
    const said = element("p", { class: "explorer-said", role: "status", "aria-live": "polite" });
    const numbers = element("div", { class: "explorer-scroll", tabindex: "0", role: "region", "aria-label": "Results" });
    const charts = element("div", { class: "explorer-charts" });
    const note = element(
      "p",
      { class: "explorer-note" },
      "Small figures and shades: nine tenths of what the theory's multiplier and the estimate of pass-through leave open, funding and " +
        "flow held as you chose them. A range of a theory is taken as even, an estimate as normal; a multiplier of your own has no error.",
    );
    place.replaceChildren(form, said, numbers, note, charts);

    // A number that stands in for a choice takes the choice with it.
    function changed(name) {
      return () => {
        if (name === "converted") lists.case.value = OWN;
        if (name === "multiplier") lists.theory.value = OWN;
        update();
      };
    }
    // A slider snaps to its steps; the box holds the number that counts.
    function fill(name, value) {
      fields[name].slider.value = value;
      fields[name].box.value = value;
    }
    function chosen() {
      const s = {};
      Object.entries(lists).forEach(([name, list]) => (s[name] = list.value));
      Object.entries(fields).forEach(([name, { box }]) => (s[name] = Number(box.value)));
      return s;
    }
    function set(s) {
      Object.keys(fields).forEach((name) => fill(name, s[name]));
      Object.keys(lists).forEach((name) => (lists[name].value = s[name]));
      update();
    }
    function update() {
      const wrong = refused(form);
      if (wrong) {
        said.textContent = wrong;
        return;
      }
      const s = chosen();
      const result = compute(model, s);
      const done = s.profile === "at once" ? 0 : s.months - 1;
      said.textContent = sentence(model, s, result, done);
      numbers.replaceChildren(table(model, result.paths, done));
      charts.replaceChildren(...Object.entries(result.paths).map(([name, path]) => chart(model, name, path)));
    }
    set(model.starts[starts.value]);
    place.dataset.ready = "yes";
    window.passThroughExplorer = { model, compute: (s) => compute(model, s) };
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
