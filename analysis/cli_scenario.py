"""``python -m analysis scenario``: what a flow would do to the yen and to Japanese prices, under stated assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import AnalysisError, SchemeError

#: Series of Japan's GDP in billions of dollars that the flow is related to unless --scale is given.
GDP = "jp_gdp_usd"


def scenario(
    converted_share: Annotated[
        float, typer.Option(help="Share of the flow that goes through the spot market, 0 to 1 (0.1 is 10 %).")
    ] = 0.1,
    to: Annotated[
        float | None, typer.Option(help="Upper end of the converted share, 0 to 1; between the two it is log-uniform.")
    ] = None,
    multiplier: Annotated[
        float | None,
        typer.Option(help="Per cent of depreciation per 1 % of GDP converted, 0 or more. Default: the published range."),
    ] = None,
    amount: Annotated[float, typer.Option(help="Billions of dollars, 0 or more.")] = 550.0,
    start: Annotated[str, typer.Option(help="First month of the flow, such as 2025-10.")] = "2025-10",
    end: Annotated[str, typer.Option(help="Last month of the flow.")] = "2029-01",
    profile: Annotated[str, typer.Option(help="even, front-loaded, back-loaded or at once.")] = "even",
    instrument: Annotated[str, typer.Option(help="debt, equity or guarantee (which pays nothing unless called).")] = "debt",
    funding: Annotated[str, typer.Option(help="yen, reserves or dollar borrowing.")] = "yen",
    called: Annotated[float, typer.Option(help="Share of guarantees that is called, 0 to 1.")] = 0.0,
    hedged: Annotated[float, typer.Option(help="Share that is hedged, 0 to 1.")] = 0.0,
    income: Annotated[float, typer.Option(help="Yearly income as a fraction, 0 to 1 (0.04 is 4 %).")] = 0.0,
    repatriated: Annotated[float, typer.Option(help="Share of income that is brought home, 0 to 1.")] = 0.0,
    lag: Annotated[int, typer.Option(help="Months from payment to the first income.")] = 12,
    announced: Annotated[float, typer.Option(help="Share that the market prices in the first month, 0 to 1.")] = 0.0,
    horizon: Annotated[int, typer.Option(help="Months of the scenario.")] = 60,
    scale: Annotated[float | None, typer.Option(help="GDP in billions of dollars. Default: that of 2024.")] = None,
    shocks: Annotated[bool, typer.Option(help="Add what else moves the yen and prices, drawn from history.")] = False,
    draws: Annotated[int, typer.Option(help="Draws, 1 to 10 000 000.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws; the same seed gives the same numbers.")] = 1,
    output: Annotated[Path | None, typer.Option(help="Folder for the fans as CSV and a figure (PNG).")] = None,
) -> None:
    """Simulate flow to yen to prices and print effects, what they depend on most, and the break-even share."""
    import numpy as np

    from analysis import data, transmission

    flows = transmission.Flows(
        amount, start, end, profile, instrument, funding, called, hedged, income, repatriated, lag, announced, horizon
    )
    base = data.gdp_of_year(data.load(GDP), data.GDP_YEAR) if scale is None else scale
    chain = transmission.japan_chain()
    result = transmission.simulate(
        flows,
        multiplier=transmission.multiplier_range(base) if multiplier is None else multiplier,
        converted_share=_shares(converted_share, to),
        passthrough=chain,
        scale=base,
        shocks=transmission.history(data.load("jp_neer_inverse"), chain) if shocks else None,
        draws=draws,
        rng=np.random.default_rng(seed),
    )
    for label, value in result.specification.items():
        typer.echo(f"{label}: {value}")
    typer.echo(f"\nEffect at {result.months[-1]}, 100 x log; the yen up is weaker")
    typer.echo(result.summary().round(3).to_string())
    typer.echo("\nShares of the variance, first order")
    parts = {name: result.decomposition(name) for name in result.paths}
    typer.echo("\n".join(f"{n}: " + ", ".join(f"{k} {v:.2f}" for k, v in part.items()) for n, part in parts.items()))
    if result.conversion["priced"].sum() > 0:
        needed = result.break_even_share()
        typer.echo(
            f"\nConverted share for a yen 5 % weaker: median {needed['q50']:.2f}, 90 % from {needed['q5']:.2f} to "
            f"{needed['q95']:.2f}; reachable in {100 * needed['reachable']:.0f} % of draws"
        )
    else:
        typer.echo("\nNo dollars are bought with yen on balance: no converted share weakens the yen.")
    if output is not None:
        for written in write(result, output):
            typer.echo(f"wrote {written}")


def _shares(low: float, high: float | None):
    """A number, or a log-uniform distribution between two shares."""
    from scipy import stats

    from analysis.scheme.check import share

    share(low, "converted-share")
    if high is None:
        return low
    share(high, "to")
    if not 0 < low < high:
        raise SchemeError(f"a range of the converted share runs from above 0 to a larger share, not from {low:g} to {high:g}.")
    return stats.loguniform(low, high)


def write(result, folder: Path) -> list[Path]:
    """Write the fans as CSV and as a figure in the house style."""
    from analysis.report import figures, style

    if folder.exists() and not folder.is_dir():
        raise AnalysisError(f"{folder} is a file; name a folder for the CSV and the figure")
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "scenario.csv"
    table.write_text(result.to_frame().to_csv(index=False, lineterminator="\n"), "utf-8")
    style.apply()
    names = list(result.paths)
    fig, axes = figures.new(2, 2, height=5.4, sharex=True)
    for ax, name in zip(axes.flat, names, strict=False):
        result.plot(name, ax)
        ax.set_title(name)
    picture = folder / "scenario.png"
    picture.write_bytes(figures.render(fig, "scenario")[0])
    return [table, picture]
