/* The calculator of one project on the explorer page: its controls, who pays and gets, and the picture by year.

   schemeModel computes; nothing is fetched, the starting points stand in the page (analysis.report.explorer_scheme). */
(function () {
  "use strict";

  let element, drawn, shown, ticks, grid, calculator; // of controls.js, which may load later
  let compute, sum; // of scheme_model.js
  // name, label, unit, lowest, highest, step, hint, whole numbers only
  const NUMBERS = [
    ["returned", "Return as planned", "% a year", -10, 50, 0.5, "Of the project, before overrun, failure and split"],
    ["years", "Life", "years of operation", 5, 60, 1, "The deemed amount is spread over it", true],
    ["construction", "Construction", "years", 1, 10, 1, "Money is called in equal parts", true],
    ["overrun", "Overrun", "% of the planned cost", 0, 200, 1, "Called on top and earns nothing"],
    ["lived", "Years until it fails", "years of operation", 0, 60, 1, "Moving it lets the project fail", true],
    ["recovery", "Left after a failure", "% of the planned cost", 0, 100, 5, "Comes a year later, split like other cash"],
    ["deemed", "Deemed interest", "% a year", 0, 15, 0.25, "Base rate and spread"],
    ["before", "Japan's share at first", "%", 1, 100, 1, "Until each country has the deemed amount"],
    ["after", "Japan's share afterwards", "%", 1, 100, 1, "The rest is the United States'"],
    ["discount", "Discount rate", "% a year", 0, 15, 0.1, "Of all present values"],
  ];
  const MAIN = ["returned", "overrun", "lived"];
  const READINGS = {
    test: ["Amount tested", { yearly: "year by year", cumulative: "once for all" }],
    carry_forward: [
      "What is carried forward", { without_interest: "bears no interest", with_interest: "bears the deemed rate" },
    ],
    interest_balance: ["Interest runs on", { original: "the whole sum for life", declining: "what is not yet returned" }],
  };
  // Who shares the cash of a year, from the bottom of the picture up; then everyone in the order of the table.
  const SHARERS = {
    lender: "Banks", guarantor: "Insurer, claims paid back", loan: "State bank's loans", equity: "State bank's equity",
    united_states: "United States",
  };
  const PARTIES = {
    united_states: "United States", japan: "Japan, all together", lender: "of it banks (guaranteed loans)",
    guarantor: "of it the insurer", loan: "of it the state bank's loans", equity: "of it its equity",
    state: "The state: insurer, loans, equity",
  };

  /* Cash of each year of operation, stacked by who gets it, and what falls due to each country as a line. */
  function chart(s, years, width) {
    const [height, left, right, top, bottom] = [240, 40, 8, 8, 34];
    const from = s.construction;
    const dates = years.cash.map((_, date) => date).slice(from);
    const axis = ticks(0, Math.max(0.1, ...dates.map((date) => Math.max(years.cash[date], years.due[date]))));
    const high = axis.values[axis.values.length - 1];
    const step = (width - left - right) / dates.length;
    const x = (date) => left + step * (date - from);
    const y = (v) => top + ((height - top - bottom) * (high - v)) / high;
    const part = (name) => shown(sum(years[name]), 1);
    const said =
      "Cash by year of operation, dollars for each 100 called. In all " + shown(sum(years.cash), 1) + ": " +
      Object.entries(SHARERS).map(([name, words]) => words + " " + part(name)).join(", ") + ".";
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": said });
    grid(svg, axis, left, width - right, y);
    dates.forEach((date) => {
      let under = 0;
      Object.keys(SHARERS).forEach((name) => {
        const value = years[name][date];
        const size = y(under) - y(under + value);
        under += value;
        if (size > 0) {
          const place = { x: x(date) + 0.08 * step, y: y(under), width: 0.84 * step, height: size };
          svg.append(drawn("rect", { ...place, class: "scheme-" + name }));
        }
      });
    });
    const due = dates.filter((date) => date < from + s.years);
    const points = due.flatMap((date) => [x(date) + "," + y(years.due[date]), x(date) + step + "," + y(years.due[date])]);
    svg.append(drawn("polyline", { points: points.join(" "), class: "scheme-due" }));
    svg.append(drawn("line", { x1: left, x2: width - right, y1: y(0), y2: y(0), class: "explorer-zero" }));
    const every = s.years > 30 ? 10 : s.years > 10 ? 5 : 1;
    for (let year = every; year <= s.years; year += every) {
      svg.append(drawn("text", { x: x(from + year - 1) + step / 2, y: height - 19, "text-anchor": "middle" }, year));
    }
    const middle = (left + width - right) / 2;
    svg.append(drawn("text", { x: middle, y: height - 4, "text-anchor": "middle" }, "year of operation"));
    const legend = element("ul", { class: "scheme-legend" });
    Object.entries(SHARERS).forEach(([name, words]) => {
      legend.append(element("li", {}, element("span", { class: "scheme-swatch scheme-" + name }), words));
    });
    legend.append(element("li", {}, element("span", { class: "scheme-swatch scheme-line" }), "falls due to each country"));
    const caption = element("figcaption", {}, "Who gets the cash of each year, dollars for each 100 called");
    return element("figure", {}, caption, legend, svg);
  }

  function rows(columns, lines) {
    const head = element("tr", {});
    columns.forEach((text) => head.append(element("th", { scope: "col" }, text)));
    const body = element("tbody", {});
    lines.forEach(([first, cells]) => {
      const line = element("tr", {}, element("th", { scope: "row" }, first));
      cells.forEach(([value, attributes]) => line.append(element("td", attributes || {}, value)));
      body.append(line);
    });
    return [element("thead", {}, head), body];
  }

  function partiesTable(result) {
    const lines = Object.entries(PARTIES).map(([name, words]) => {
      const [pays, gets] = result.parties[name].map(sum);
      const worth = result.totals["worth_" + name];
      const cells = [pays, gets].map((value) => [shown(value, 1)]);
      return [words, [...cells, [shown(worth, 1), { "data-party": name, "data-value": worth }]]];
    });
    return element(
      "table",
      { class: "scheme-parties" },
      element("caption", {}, "Dollars for each 100 called, over the whole life; present value at the first call"),
      ...rows(["Party", "Pays", "Gets", "Present value of both"], lines),
    );
  }

  function yearsTable(s, years) {
    const names = ["called", "cash", ...Object.keys(SHARERS), "claims", "due", "carried"];
    const columns = [
      "Year", "Called", "Cash", ...Object.values(SHARERS), "Insurer pays banks", "Falls due to each country", "Carried on",
    ];
    const lines = years.cash.map((_, date) => {
      const age = date - s.construction + 1;
      return [age < 1 ? "Call " + (date + 1) : String(age), names.map((name) => [shown(years[name][date], 2)])];
    });
    return element(
      "table",
      { class: "scheme-years" },
      element("caption", {}, "Year by year, dollars for each 100 called; years of operation after the calls"),
      ...rows(columns, lines),
    );
  }

  /* Year by year, every assumption beside it. */
  function yearRows(model, s) {
    const { years } = compute(model, s);
    const names = Object.keys(years);
    const lines = years.cash.map((_, date) => [date, ...names.map((name) => years[name][date]), ...Object.values(s)]);
    return [["year from the first call", ...names, ...Object.keys(s)], ...lines];
  }

  function sentence(model, s, { years, totals }) {
    const cash = sum(years.cash);
    const [japan, others] = [cash - sum(years.united_states), sum(years.united_states)];
    const one = (x) => shown(x, 1);
    const second = totals.second_split - s.construction + 1;
    const turn = totals.break_even;
    return [
      `Of ${one(cash)} dollars of cash for each ${model.called} called,`,
      `Japan gets ${one(japan)} and the United States ${one(others)}. To each country ${one(totals.deemed)} fall due;`,
      `it receives ${one(totals.received)} of them and ${one(totals.lost)} are lost.`,
      totals.second_split < 0 ? "The second split never begins." : `The second split begins in year ${second}.`,
      `Japan earns ${shown(totals.japan_return, 2)} percent a year;`,
      `the state's present value is ${one(totals.worth_state)} dollars.`,
      "For Japan to earn the deemed rate, a project that does not fail has to be planned at",
      turn === null ? "more than any return looked at." : `${shown(turn, 2)} percent a year.`,
    ].join(" ");
  }

  function start() {
    const place = document.getElementById("explorer-scheme");
    const source = document.getElementById("explorer-scheme-data");
    if (!place || !source) return;
    ({ element, drawn, shown, ticks, grid, calculator } = window.bookControls);
    ({ compute, sum } = window.schemeModel);
    const model = JSON.parse(source.textContent);
    const region = { class: "explorer-scroll", tabindex: "0", role: "region" };
    const parties = element("div", { ...region, "aria-label": "Who pays and who gets" });
    const picture = element("div", { class: "explorer-charts explorer-hero scheme-chart" });
    const byYear = element("div", { ...region, "aria-label": "Year by year" });

    function draw(s) {
      const result = compute(model, s);
      parties.replaceChildren(partiesTable(result));
      byYear.replaceChildren(yearsTable(s, result.years));
      picture.replaceChildren(chart(s, result.years, Math.max(260, picture.clientWidth || place.clientWidth)));
      return sentence(model, s, result);
    }
    const mine = calculator({
      label: "One project",
      start: "project",
      starts: model.starts,
      numbers: NUMBERS,
      shownFirst: MAIN,
      draw,
      results: [picture, parties, byYear],
      file: "one-project",
      table: (s) => yearRows(model, s),
      pictures: () => [
        {
          caption: place.querySelector("figcaption").textContent,
          svg: place.querySelector("svg"),
          legend: Array.from(place.querySelectorAll(".scheme-legend li"), (one) => ({
            words: one.textContent,
            colour: getComputedStyle(one.querySelector(".scheme-swatch")).color,
          })),
        },
      ],
    });
    const { form, said, lists } = mine;
    // A number that stands in for a choice takes the choice with it.
    mine.number(MAIN, { lived: () => (lists.failure.value = model.fails) });
    mine.choice("failure", "Failure", model.failures);
    mine.number(["recovery", "years", "construction", "before", "after", "deemed"]);
    Object.entries(READINGS).forEach(([name, [words, options]]) => mine.choice(name, words, Object.entries(options)));
    mine.choice("revision", "Revision of the split", model.revisions);
    mine.number(["discount"]);
    const details = element("details", {}, element("summary", {}, "The same, year by year, as a table"), byYear);
    const result = element("div", { class: "explorer-result" }, element("div", { class: "explorer-first" }, said, picture), parties);
    place.replaceChildren(element("div", { class: "explorer-desk" }, result, form), details);
    mine.open();
    place.dataset.ready = "yes";
    window.schemeExplorer = { model, compute: (s) => compute(model, s) };
  }

  // A script that waits runs when the page is read and others, which it asks, have not run yet.
  if (document.readyState !== "complete") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
