/* The calculator of the explorer page: its controls, the sentence, the table and the charts; explorerModel computes.

   Without this script the page shows its table of cases. Nothing is fetched: the numbers stand in the page, written there
   by analysis.report.author.explorer. */
(function () {
  "use strict";

  let element, drawn, shown, ticks, grid, calculator; // of controls.js, which may load later
  let compute, done, simple, YEN, OWN; // of explorer_model.js
  // name, label, unit, lowest, highest, step, hint, whole numbers only
  const NUMBERS = [
    ["amount", "Money that flows", "billion dollars", 0, 1000, 10, "The commitment, or a part of it"],
    ["converted", "Bought with yen", "%", 0, 100, 1, "On the spot market. Moving it leaves the funding case"],
    ["multiplier", "Multiplier", "% per 1 % of GDP", -5, 10, 0.05, "Moving it leaves the theory"],
    ["months", "Months over which it flows", "months", 1, 96, 1, "From October 2025; 40 end in January 2029", true],
    ["announced", "Priced at announcement", "%", 0, 100, 1, "Part of the whole that markets price in the first month"],
    ["hedged", "Hedged share of it", "%", 0, 100, 1, "Hedged money does not weaken the yen here"],
    ["left", "Left after a year", "%", 1, 100, 1, "Of a move of the yen; 100 is lasting"],
    ["income", "Return of the projects", "% a year", 0, 20, 0.5, "Paid from a year after the investment"],
    ["part", "Japan's part of the return", "%", 0, 100, 1, ""],
    ["home", "Of it, sold for yen", "%", 0, 100, 1, "Supports the yen later"],
  ];
  const MAIN = ["amount", "converted", "multiplier"];

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

  /* The reader's path with its band over the medians of the published cases, drawn for the width there is. */
  function chart(model, name, path, width, height) {
    const [left, right, top, bottom] = [44, 10, 8, 24];
    const values = [path.median, path.low, path.high].map((one) => one.map(simple));
    const cases = Object.values(model.published.cases).map((one) => one[name]);
    const all = [...values.flat(), ...cases.flat()];
    let [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
    if (high - low < 1e-9) [low, high] = [-1, 1];
    const axis = ticks(low, high);
    low = axis.values[0];
    high = axis.values[axis.values.length - 1];
    const x = (m) => left + ((width - left - right) * m) / (model.horizon - 1);
    const y = (v) => top + ((height - top - bottom) * (high - v)) / (high - low);
    const point = (v, m) => x(m).toFixed(1) + "," + y(v).toFixed(1);
    const last = values.map((one) => shown(one[one.length - 1], places(name)));
    const ends = cases.map((one) => one[one.length - 1]);
    const said =
      `${label(name)}: ${last[0]} percent in ${month(model, model.horizon - 1)} (shaded: ${last[1]} to ${last[2]}); ` +
      `the published cases end between ${shown(Math.min(...ends), places(name))} and ${shown(Math.max(...ends), places(name))} percent.`;
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": said });
    grid(svg, axis, left, width - right, y);
    const year = Number(model.start.slice(0, 4));
    const first = Number(model.start.slice(5));
    for (let later = 1; 12 * later + 1 - first < model.horizon; later += 2) {
      svg.append(drawn("text", { x: x(12 * later + 1 - first), y: height - 6, "text-anchor": "middle" }, year + later));
    }
    svg.append(drawn("line", { x1: left, x2: width - right, y1: y(0), y2: y(0), class: "explorer-zero" }));
    const at = model.published.months;
    cases.forEach((one) => {
      svg.append(drawn("polyline", { points: one.map((v, i) => point(v, at[i])).join(" "), class: "explorer-case" }));
    });
    const band = values[1].map(point).concat(values[2].map(point).reverse());
    svg.append(drawn("polygon", { points: band.join(" "), class: "explorer-band" }));
    svg.append(drawn("polyline", { points: values[0].map(point).join(" "), class: "explorer-line" }));
    const caption = label(name) + ", %" + (name === YEN ? "; thin lines: the starting points" : "");
    return element("figure", { "data-path": name }, element("figcaption", {}, caption), svg);
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

  function table(model, paths, end) {
    const later = end + model.later;
    const head = element("tr", {});
    ["Effect", month(model, end), month(model, later)].forEach((text) => head.append(element("th", { scope: "col" }, text)));
    const body = element("tbody", {});
    Object.entries(paths).forEach(([name, path]) => {
      body.append(element("tr", {}, element("th", { scope: "row" }, label(name)), cell(name, path, end), cell(name, path, later)));
    });
    return element(
      "table",
      {},
      element("caption", {}, "Percent against a world without the scheme, when the last money has flowed and two years later: median and 90 % band"),
      element("thead", {}, head),
      body,
    );
  }

  /* Each number with the month that it is of: the last money, and two years later; the rate of today has its own. */
  function sentence(model, result, end) {
    const value = (name, at) => simple(result.paths[name].median[at]);
    const yen = value(YEN, end);
    const later = end + model.later;
    const total = (part) => shown(result.flow[part].slice(0, end + 1).reduce((a, b) => a + b, 0), 0);
    const moves = (x, digits, up, down) =>
      Number(Math.abs(x).toFixed(digits)) === 0 ? "unchanged to the digit shown" : shown(Math.abs(x), digits) + " percent " + (x > 0 ? up : down);
    return (
      `In ${month(model, end)}, when the last money has flowed, the dollar is ${moves(yen, 1, "dearer", "cheaper")} in the median ` +
      `(the ${model.rate.yen} yen of ${model.rate.month} would be ${shown(model.rate.yen * (1 + yen / 100), 1)}): ` +
      `${total("bought")} billion dollars were bought with yen and ${total("returned")} billion sold for yen. ` +
      `Two years later, in ${month(model, later)}, import prices are ${moves(value("import prices", later), 1, "higher", "lower")} ` +
      `and consumer prices ${moves(value("consumer prices", later), 2, "higher", "lower")}.`
    );
  }

  /* Month by month, every assumption beside every path. */
  function rows(model, s) {
    const { flow, paths } = compute(model, s);
    const ends = ["low", "median", "high"];
    const heads = Object.keys(paths).flatMap((name) => ends.map((end) => `${label(name)}, %, ${end}`));
    const columns = Object.values(paths).flatMap((path) => ends.map((end) => path[end].map(simple)));
    const [year, first] = model.start.split("-").map(Number);
    const date = (m) => new Date(Date.UTC(year, first - 1 + m, 1)).toISOString().slice(0, 7);
    const lines = flow.bought.map((bought, m) => [
      date(m), bought, flow.returned[m], ...columns.map((one) => one[m]), ...Object.values(s),
    ]);
    return [["month", "bought with yen, bn USD", "sold for yen, bn USD", ...heads, ...Object.keys(s)], ...lines];
  }

  function start() {
    const place = document.getElementById("explorer-calculator");
    const source = document.getElementById("explorer-data");
    if (!place || !source) return;
    ({ element, drawn, shown, ticks, grid, calculator } = window.bookControls);
    ({ compute, done, simple, YEN, OWN } = window.explorerModel);
    const model = JSON.parse(source.textContent);
    const numbers = element("div", { class: "explorer-scroll", tabindex: "0", role: "region", "aria-label": "Results" });
    const hero = element("div", { class: "explorer-charts explorer-hero" });
    const charts = element("div", { class: "explorer-charts" });
    const note = element(
      "p",
      { class: "explorer-note" },
      "Thick line: your case; thin lines: the medians of the starting points. Small figures and shades: nine tenths of what the " +
        "theory's multiplier and the estimate of pass-through leave open, funding and flow held as you chose them. A range of a theory " +
        "is taken as even, an estimate as normal; a multiplier of your own has no error.",
    );

    function draw(s) {
      const result = compute(model, s);
      numbers.replaceChildren(table(model, result.paths, done(s)));
      const { [YEN]: yen, ...prices } = result.paths;
      const room = (most) => Math.max(260, Math.min(most, place.clientWidth));
      hero.replaceChildren(chart(model, YEN, yen, hero.clientWidth || room(440), 230));
      const width = Math.max(250, Math.floor((place.clientWidth - 32) / (place.clientWidth > 700 ? 3 : place.clientWidth > 520 ? 2 : 1)));
      charts.replaceChildren(...Object.entries(prices).map(([name, path]) => chart(model, name, path, width, 200)));
      return sentence(model, result, done(s));
    }
    // The boxes of a case and of a theory hold what these say.
    function settle(s) {
      const theory = model.theories[s.theory];
      const converted = s.case === OWN ? s.converted : model.funding[s.case].converted;
      return { ...s, converted, multiplier: theory ? theory.median : s.multiplier };
    }
    const figures = () =>
      Array.from(place.querySelectorAll("figure"), (one) => ({
        caption: one.querySelector("figcaption").textContent,
        svg: one.querySelector("svg"),
      }));
    const mine = calculator({
      label: "Your assumptions",
      start: "start",
      starts: model.starts,
      numbers: NUMBERS,
      shownFirst: MAIN,
      draw,
      settle,
      results: [hero, numbers, charts],
      file: "yen-and-prices",
      table: (s) => rows(model, s),
      pictures: figures,
    });
    const { form, said, fields, lists } = mine;
    const pairs = (listed) => Object.entries(listed).map(([name, { label: words }]) => [name, words]);
    // A number that stands in for a choice takes the choice with it.
    const leaves = { converted: () => (lists.case.value = OWN), multiplier: () => (lists.theory.value = OWN) };
    mine.number(MAIN, leaves);
    mine.choice("case", "Funding", [...pairs(model.funding), [OWN, "your own share"]], () => {
      if (lists.case.value !== OWN) fields.converted.fill(model.funding[lists.case.value].converted);
    });
    mine.number(["hedged"]);
    mine.choice("theory", "Theory", [...pairs(model.theories), [OWN, "your own multiplier"]], () => {
      const theory = model.theories[lists.theory.value];
      if (theory) fields.multiplier.fill(theory.median);
      if (theory) fields.left.fill(theory.left);
    });
    mine.number(["left"]);
    mine.choice("profile", "Profile of the flow", model.profiles);
    mine.number(["months", "announced"]);
    mine.choice("window", "Pass-through estimated", Object.keys(model.windows));
    mine.number(["income", "part", "home"]);
    const result = element("div", { class: "explorer-result" }, element("div", { class: "explorer-first" }, said, hero), numbers);
    place.replaceChildren(element("div", { class: "explorer-desk" }, result, form), charts, note);
    mine.open();
    place.dataset.ready = "yes";
    window.passThroughExplorer = { model, compute: (s) => compute(model, s) };
  }

  // A script that waits runs when the page is read and others, which it asks, have not run yet.
  if (document.readyState !== "complete") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
