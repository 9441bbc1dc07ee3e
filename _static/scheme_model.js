/* The engine of the scheme (analysis.scheme) for one path, in the browser: cash flows, the clause of the memorandum, loans
   and their guarantor, date by date. A test compares every year and total with the Python package. Rates and shares of a
   choice are in percent. */
(function () {
  "use strict";

  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

  function annuity(cost, rate, periods) {
    return rate === 0 ? cost / periods : (cost * rate) / -Math.expm1(-periods * Math.log1p(rate));
  }

  /* Calls before date `construction`, level cash from it on; a failure leaves a part of the planned cost a year later. */
  function cashFlows(model, s, lived) {
    const { years, construction } = s;
    const [planned, rate] = [model.called / (1 + s.overrun / 100), s.returned / 100];
    const grown = rate === 0 ? 1 : Math.expm1(construction * Math.log1p(rate)) / (rate * construction);
    const level = annuity(planned * grown, rate, years);
    const [calls, cash] = [[], []];
    for (let date = 0; date <= construction + years; date++) {
      const age = date - construction;
      calls.push(age < 0 ? model.called / construction : 0);
      const left = age === lived + 1 && lived < years ? (s.recovery / 100) * planned : 0;
      cash.push((age >= 0 && age < lived ? level : 0) + left);
    }
    return { calls, cash };
  }

  /* The clause, as in analysis.scheme.waterfall: one sum is carried from date to date, below zero if paid ahead. */
  function distribute(model, s, { calls, cash }) {
    const { years, construction } = s;
    const [first, after, rate] = [s.before / 100, s.after / 100, s.deemed / 100];
    const declining = s.interest_balance === "declining";
    const onCarried = s.carry_forward === "with_interest" ? rate : 0;
    const counted = Math.min(first, 1 - first); // the country with less is waited for
    const part = model.called / years;
    const out = { japan: [], unitedStates: [], due: [], carried: [], second: -1 };
    let [last, paid, revised] = [0, 0, false];
    cash.forEach((got, date) => {
      const age = date - construction + 1;
      const within = age <= years;
      const returned = declining ? part * Math.min(Math.max(age - 1, 0), years) : 0;
      const ahead = Math.min(last, 0) * (declining ? 1 : 0);
      const interest = within ? rate * (paid - returned + ahead) + onCarried * Math.max(last, 0) : 0;
      const fallen = interest + (within && age >= 1 ? part : 0);
      const due = last + fallen;
      const toCome = years - Math.min(Math.max(age, 0), years);
      const rest = s.test === "yearly" ? 0 : toCome * (declining ? part : part + rate * model.called);
      const wanted = within ? Math.max(due + rest, 0) : 0;
      const [share, japans] = revised ? [1, 1] : [counted, first];
      const room = share > 0 ? wanted / share : Infinity;
      const full = room < got;
      const before = full ? room : got;
      last = due - (full ? wanted : share * before);
      if (full && within && out.second < 0) out.second = date;
      if (s.revision === model.korea && age === model.revised && last > 0) revised = true;
      paid += calls[date];
      const japan = japans * before + after * (got - before);
      out.japan.push(japan);
      out.unitedStates.push(got - japan);
      out.due.push(fallen);
      out.carried.push(last);
    });
    return out;
  }

  /* Loans first, the two kinds in proportion; the guarantor pays for what the guaranteed one misses; equity has the rest. */
  function serve(model, s, calls, receipts) {
    const { funds } = model;
    const tenor = Math.min(funds.tenor, s.years);
    const rates = [funds.loan_rate, funds.guaranteed_rate];
    const lastCall = s.construction - 1;
    const balance = rates.map((rate, k) => {
      const grown = sum(calls.map((x, date) => x * (1 + rate) ** Math.max(lastCall - date, 0)));
      return [funds.loan, funds.guaranteed][k] * grown;
    });
    const level = balance.map((x, k) => annuity(x, rates[k], tenor));
    let arrears = [0, 0];
    let held = 0; // what of the guaranteed loan's arrears the guarantor has taken over
    const out = { equity: [], loan: [], lender: [], guarantor: [], claims: [] };
    receipts.forEach((got, date) => {
      const serving = lastCall < date && date <= lastCall + tenor;
      const due = balance.map((x, k) => (serving ? Math.min(level[k], x * (1 + rates[k])) : 0));
      if (serving) balance.forEach((x, k) => (balance[k] = x * (1 + rates[k]) - due[k]));
      held *= 1 + rates[1];
      const owed = arrears.map((x, k) => x * (1 + rates[k]) + due[k]);
      const total = sum(owed);
      const paid = Math.min(got, total);
      const met = total > 0 ? paid / total : 1;
      const repaid = met * held;
      const claim = funds.cover * (1 - met) * due[1];
      held += claim - repaid;
      arrears = owed.map((x) => (1 - met) * x);
      out.loan.push(met * owed[0]);
      out.lender.push(met * owed[1] - repaid);
      out.guarantor.push(repaid);
      out.claims.push(claim);
      out.equity.push(got - paid);
    });
    return out;
  }

  function presentValue(flows, rate) {
    return flows.reduceRight((value, flow) => value / (1 + rate) + flow, 0);
  }

  /* The point up to which `above` holds, by halving. */
  function halved(low, high, steps, above) {
    for (let step = 0; step < steps; step++) {
      const middle = 0.5 * (low + high);
      [low, high] = above(middle) ? [middle, high] : [low, middle];
    }
    return 0.5 * (low + high);
  }

  function rateOfReturn({ low, high, steps }, flows) {
    return flows.some((x) => x > 0) ? halved(low, high, steps, (rate) => presentValue(flows, rate) > 0) : -1;
  }

  function japansNet(model, s, lived) {
    const flows = cashFlows(model, s, lived);
    return distribute(model, s, flows).japan.map((x, date) => x - flows.calls[date]);
  }

  /* Return as planned at which Japan earns the deemed rate if nothing fails; null if no return does. */
  function breakEven(model, s) {
    const { least, most, steps } = model.search;
    const short = (rate) => presentValue(japansNet(model, { ...s, returned: 100 * rate }, s.years), s.deemed / 100) < 0;
    return short(most) || !short(least) ? null : 100 * halved(least, most, steps, short);
  }

  function compute(model, s) {
    const flows = cashFlows(model, s, s.failure === model.fails ? Math.min(s.lived, s.years) : s.years);
    const split = distribute(model, s, flows);
    const service = serve(model, s, flows.calls, split.japan);
    const { funds } = model;
    const minus = (gets, pays) => gets.map((x, date) => x - pays[date]);
    const plus = (a, b) => a.map((x, date) => x + b[date]);
    const called = (share) => flows.calls.map((x) => share * x);
    const none = called(0);
    // What each party pays in and gets, date by date.
    const parties = {
      united_states: [none, split.unitedStates],
      japan: [flows.calls, split.japan],
      lender: [called(funds.guaranteed), plus(service.lender, service.claims)],
      guarantor: [service.claims, service.guarantor],
      loan: [called(funds.loan), service.loan],
      equity: [called(funds.equity), service.equity],
    };
    const state = [parties.guarantor, parties.loan, parties.equity];
    parties.state = state.reduce((a, b) => [plus(a[0], b[0]), plus(a[1], b[1])]);
    const deemed = sum(split.due);
    const lost = Math.max(split.carried[split.carried.length - 1], 0);
    const years = {
      called: flows.calls, cash: flows.cash, lender: service.lender, guarantor: service.guarantor,
      loan: service.loan, equity: service.equity, united_states: split.unitedStates, claims: service.claims,
      due: split.due, carried: split.carried,
    };
    const totals = {
      deemed, lost, received: deemed - lost, second_split: split.second,
      japan_return: 100 * rateOfReturn(model.search, minus(split.japan, flows.calls)),
      break_even: breakEven(model, s),
    };
    Object.entries(parties).forEach(([name, [pays, gets]]) => {
      totals["worth_" + name] = presentValue(minus(gets, pays), s.discount / 100);
    });
    return { years, totals, parties };
  }

  window.schemeModel = { compute, sum };
})();
