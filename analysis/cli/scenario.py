"""``python -m analysis scenario``: what a flow would do to the yen and to Japanese prices, under stated
assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.plain import of_frame
from analysis.errors import AnalysisError

#: Series of Japan's GDP in billions of dollars that the flow is related to unless --scale is given.
GDP = "jp_gdp_usd"


def scenario(
    case: Annotated[
        str, typer.Option(help="Funding: stated, swaps, hedged, account or full; --funding replaces it.")
    ] = "full",
    theory: Annotated[
        str,
        typer.Option(
            help=(
                "panel, stocks, financiers, order_flow, own_operations or private_flows; --multiplier"
                " replaces it."
            )
        ),
    ] = "panel",
    multiplier: Annotated[
        float | None,
        typer.Option(help="Per cent of depreciation per 1 % of GDP bought, of any sign, for good."),
    ] = None,
    window: Annotated[
        str, typer.Option(help="Months of pass-through: 'from 1980' or 'from 2013'.")
    ] = "from 1980",
    amount: Annotated[float, typer.Option(help="Billions of dollars, 0 or more.")] = 550.0,
    start: Annotated[
        str | None,
        typer.Option(
            help="First month of the flow, such as 2025-10. Default: the first whole one after the signature."
        ),
    ] = None,
    end: Annotated[str, typer.Option(help="Last month of the flow.")] = "2029-01",
    profile: Annotated[str, typer.Option(help="even, front-loaded, back-loaded or at once.")] = "even",
    instrument: Annotated[
        str, typer.Option(help="debt, equity or guarantee (which pays nothing unless called).")
    ] = "debt",
    funding: Annotated[
        str | None,
        typer.Option(
            help="yen, reserves, guaranteed bonds, swaps or dollar borrowing, for all of the money."
        ),
    ] = None,
    called: Annotated[float, typer.Option(help="Share of guarantees that is called, 0 to 1.")] = 0.0,
    hedged: Annotated[float, typer.Option(help="Share that is hedged, 0 to 1.")] = 0.0,
    income: Annotated[float, typer.Option(help="Yearly income as a fraction, 0 to 1 (0.04 is 4 %).")] = 0.0,
    repatriated: Annotated[float, typer.Option(help="Share of income that is brought home, 0 to 1.")] = 0.0,
    lag: Annotated[int, typer.Option(help="Months from payment to the first income.")] = 12,
    announced: Annotated[
        float, typer.Option(help="Share that the market prices in the first month, 0 to 1.")
    ] = 0.0,
    horizon: Annotated[int, typer.Option(help="Months of the scenario.")] = 60,
    scale: Annotated[
        float | None, typer.Option(help="GDP in billions of dollars. Default: that of 2024.")
    ] = None,
    shocks: Annotated[
        bool, typer.Option(help="Add what else moves the yen and prices, drawn from history.")
    ] = False,
    draws: Annotated[int, typer.Option(help="Draws with --shocks, 1 to 10 000 000.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws; the same seed gives the same numbers.")] = 1,
    output: Annotated[
        Path | None, typer.Option(help="Folder for the fans as CSV and a figure (PNG).")
    ] = None,
) -> None:
    """Flow to yen to prices: effects, what they depend on most, and the share that would have to be bought
    with yen."""
    import numpy as np

    from analysis import data, transmission
    from analysis.scheme.check import one_of, whole
    from analysis.scheme.dates import FLOW_FROM
    from analysis.transmission.model import YEN

    first = whole(seed, "seed", 0)
    known = transmission.cases()
    sources = dict(known[one_of(case, "case", known)].funding) if funding is None else funding
    flows = transmission.Flows(
        amount,
        start or str(FLOW_FROM),
        end,
        profile,
        instrument,
        sources,
        called,
        hedged,
        income,
        repatriated,
        lag,
        announced,
        horizon,
    )
    base = data.gdp_of_year(data.load(GDP), data.GDP_YEAR) if scale is None else scale
    law, left = transmission.Law("point", 0.0 if multiplier is None else multiplier), 1.0
    if multiplier is None:
        numbers = transmission.with_numbers(transmission.theories())
        chosen = numbers[one_of(theory, "theory", numbers)]
        law, left = chosen.law, chosen.left_after_a_year
    chain = transmission.main_chain(
        alternative=transmission.WINDOWS[one_of(window, "window", transmission.WINDOWS)]
    )
    model = transmission.Model(flows, law, base, chain, left)
    typer.echo(f"funding: {sources}\nmultiplier: {law}, {100 * left:.0f} % left after a year")
    typer.echo(f"pass-through: {window}; scale {base:g}")
    typer.echo(f"\nEffect at {model.months[-1]}, simple per cent; the yen up is weaker")
    typer.echo(of_frame(model.summary(), 3))
    parts = {name: model.variance_shares(name) for name in (YEN, *chain)}
    typer.echo("\nShares of the variance, first order")
    typer.echo(
        "\n".join(f"{n}: " + ", ".join(f"{k} {v:.2f}" for k, v in part.items()) for n, part in parts.items())
    )
    if model.unit[-1] == 0:
        typer.echo("\nNo dollars are bought with yen: the spot rate does not move, whatever the multiplier.")
    simulated = None
    if shocks:
        past = transmission.history(data.load("jp_neer_inverse"), chain)
        simulated = transmission.simulate(model, past, draws=draws, rng=np.random.default_rng(first))
        typer.echo(f"\nWith everything else that moves them, {draws} draws, 100 x log, last month")
        last = {name: simulated.fan(name).iloc[-1] for name in simulated.paths}
        for name, row in last.items():
            typer.echo(f"{name}: " + ", ".join(f"q{100 * q:g} {value:.2f}" for q, value in row.items()))
    if output is not None:
        for written in write(model if simulated is None else simulated, [YEN, *chain], output):
            typer.echo(f"wrote {written}")


def write(result, names: list[str], folder: Path) -> list[Path]:
    """Write the fans as CSV and as a figure in the house style."""
    from analysis.report.author import figures, style
    from analysis.transmission.outcome import fans

    if folder.exists() and not folder.is_dir():
        raise AnalysisError(f"{folder} is a file; name a folder for the CSV and the figure")
    folder.mkdir(parents=True, exist_ok=True)
    frame, table = fans(result, names), folder / "scenario.csv"
    table.write_text(frame.to_csv(index=False, lineterminator="\n"), "utf-8")
    style.apply()
    fig, axes = figures.new(2, 2, height=5.4, sharex=True)
    for ax, name in zip(axes.flat, names, strict=False):
        fan = frame[frame["path"] == name].pivot(index="month", columns="quantile", values="log_percent")
        bands = {"90 %": (fan[0.05], fan[0.95]), "50 %": (fan[0.25], fan[0.75])}
        figures.fan(ax, figures.dates(fan.index), bands, "blue")
        ax.plot(figures.dates(fan.index), fan[0.5], color=style.colour("blue"))
        ax.set_title(name)
    picture = folder / "scenario.png"
    picture.write_bytes(figures.picture(fig, "scenario"))
    return [table, picture]
