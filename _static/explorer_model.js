/* The formula of the transmission chapter (analysis.transmission.Model), in the reader's browser: what flows, the path of
   the yen, prices, and their quantiles. A test compares every month with what Python computes. */
(function () {
  "use strict";

  const YEN = "yen";
  const OWN = "own"; // the reader's own share or multiplier in place of a case or a theory
  const ENDS = ["low", "median", "high"];

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

  /* Paths in 100 x log by month: the ends asked for, of all three by default. */
  function compute(model, s, wanted = ENDS) {
    const flow = conversion(model, s);
    const unit = level(flow.priced.map((x) => (100 * x) / model.scale), s.left / 100);
    const moved = unit.map((x, m) => x - (m ? unit[m - 1] : 0));
    const law = multiplier(model, s);
    const ends = ENDS.map((end, at) => [end, at]).filter(([end]) => wanted.includes(end));
    const paths = { [YEN]: {} };
    ends.forEach(([end, at]) => (paths[YEN][end] = unit.map((x) => x * law.ppf(x >= 0 ? at : 2 - at))));
    Object.entries(model.windows[s.window]).forEach(([price, { theta, upper, dof, peak }]) => {
      const path = Object.fromEntries(ends.map(([end]) => [end, []]));
      moved.forEach((_, month) => {
        const weights = ages(moved, month, theta.length - 1);
        const mean = weights.reduce((total, w, k) => total + w * theta[k], 0);
        const spread = Math.sqrt(variance(weights, upper));
        ends.forEach(([end, at]) => path[end].push(quantile(model, at, law, mean, spread, dof, peak)));
      });
      paths[price] = path;
    });
    return { flow, paths };
  }

  /* Place of the month in which the last money flows. */
  function done(s) {
    return s.profile === "at once" ? 0 : s.months - 1;
  }

  window.explorerModel = { YEN, OWN, compute, done, simple };
})();
