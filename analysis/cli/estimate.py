"""``python -m analysis estimate PRICE FX``: pass-through from the catalogue by one method or all, as text,
tables and figure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.plain import of_frame
from analysis.errors import AnalysisError, DataError

METHODS = (
    "distributed-lag",
    "autoregressive-distributed-lag",
    "local-projection",
    "vector-autoregression",
    "error-correction",
)


def estimate(
    price: Annotated[str, typer.Argument(help="Name of a price series, such as jp_import_price_yen.")],
    fx: Annotated[
        str,
        typer.Argument(help="Name of an exchange rate. One whose rise is an appreciation is turned over."),
    ],
    method: Annotated[
        str, typer.Option(help=f"{', '.join(METHODS)}, or all of them side by side.")
    ] = "distributed-lag",
    horizons: Annotated[
        int | None,
        typer.Option(
            min=1, help="Last month (quarter) of the path. Default: the lags, or 24 for other methods."
        ),
    ] = None,
    lags: Annotated[
        int, typer.Option(min=0, help="Months (quarters) after the change that may still have an effect.")
    ] = 12,
    own_lags: Annotated[
        int, typer.Option(min=0, help="Lags of the price change (distributed-lag only).")
    ] = 0,
    seasonal: Annotated[bool, typer.Option(help="Add month (quarter) dummies.")] = True,
    inference: Annotated[
        str | None,
        typer.Option(help="Standard errors: ewc, hc1, newey-west, fixed-b … Default: that of the method."),
    ] = None,
    first: Annotated[
        str | None, typer.Option(help="First date of the price change, such as 2000-01.")
    ] = None,
    last: Annotated[str | None, typer.Option(help="Last date of the price change.")] = None,
    output: Annotated[
        Path | None, typer.Option(help="Folder for the table as CSV, LaTeX and HTML, and a figure (PNG).")
    ] = None,
) -> None:
    """Estimate cumulative pass-through, by one method or by all, and print everything that was done."""
    from analysis import passthrough

    if method != "all" and method not in METHODS:
        raise AnalysisError(f"no method {method!r}; choose {', '.join(METHODS)}, or all")
    options = {"seasonal": seasonal, "sample": (first, last)}
    prices, rate = _loaded(price), oriented(fx)
    if method == "all":
        if own_lags or inference:
            raise AnalysisError(
                "--own-lags and --inference belong to one method; leave them out with --method all"
            )
        result = passthrough.compare_methods(prices, rate, horizons=horizons or 24, lags=lags, **options)
    elif method == "distributed-lag":
        result = passthrough.distributed_lag(
            prices,
            rate,
            lags=lags,
            own_lags=own_lags,
            horizons=horizons,
            inference=inference or "ewc",
            **options,
        )
    else:
        if own_lags:
            raise AnalysisError(f"--own-lags belongs to distributed-lag; {method} has its own")
        chosen = {method: inference} if inference else None
        result = passthrough.compare_methods(
            prices, rate, methods=[method], horizons=horizons or 24, lags=lags, inference=chosen, **options
        )[method]
    typer.echo(result.summary())
    if method != "all":
        typer.echo(of_frame(result.to_frame(joint="sup-t"), 3))
    if output is not None:
        for written in write(
            result, output, f"{price}-{fx}" + ("" if method == "distributed-lag" else f"-{method}")
        ):
            typer.echo(f"wrote {written}")


def _loaded(name: str):
    from analysis import data

    return data.load(name)


def oriented(name: str):
    """The exchange rate with up as a depreciation; one that is quoted the other way is turned over, and that
    is said.

    Raises
    ------
    DataError
        If the manifest of the series does not say which way it is quoted.
    """
    from analysis import data

    series = data.load(name)
    sign = str(series.attrs.get("sign", "")).lower()
    if "appreciation" in sign:
        typer.echo(f"{name} is published with up as an appreciation; its inverse is used")
        return data.invert(series, scale=100.0).rename(f"{name}, inverted")
    if "depreciation" not in sign:
        raise DataError(
            f"{name}: its manifest does not say that a rise is a depreciation or an appreciation, so it is no"
            " exchange rate to estimate with; `python -m analysis data list jpy` shows some that are"
        )
    return series


def write(result, folder: Path, stem: str) -> list[Path]:
    """Write a result as CSV, LaTeX, HTML and as a figure in the house style; return the files."""
    from analysis.report.author import figures, style

    if folder.exists() and not folder.is_dir():
        raise AnalysisError(f"{folder} is a file; name a folder for the tables and the figure")
    tables = [result.export(folder / f"{stem}{suffix}") for suffix in (".csv", ".tex", ".html")]
    style.apply()
    fig, ax = figures.new()
    result.plot(ax)
    figures.key(ax, columns=2)
    png = folder / f"{stem}.png"
    png.write_bytes(figures.picture(fig, stem))
    return [*tables, png]
