"""``python -m analysis estimate PRICE FX``: one pass-through estimate from the catalogue, as text, CSV and figure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import AnalysisError, DataError


def estimate(
    price: Annotated[str, typer.Argument(help="Name of a price series, such as jp_import_price_yen.")],
    fx: Annotated[str, typer.Argument(help="Name of an exchange rate. One whose rise is an appreciation is turned over.")],
    lags: Annotated[int, typer.Option(min=0, help="Months (quarters) after the change that may still have an effect.")] = 12,
    own_lags: Annotated[int, typer.Option(min=0, help="Lags of the price change.")] = 0,
    seasonal: Annotated[bool, typer.Option(help="Add month (quarter) dummies.")] = True,
    inference: Annotated[str, typer.Option(help="Standard errors: ewc, hc1, newey-west, fixed-b …")] = "ewc",
    first: Annotated[str | None, typer.Option(help="First date of the price change, such as 2000-01.")] = None,
    last: Annotated[str | None, typer.Option(help="Last date of the price change.")] = None,
    output: Annotated[Path | None, typer.Option(help="Folder for the path as CSV and as a figure (PNG).")] = None,
) -> None:
    """Estimate cumulative pass-through by a distributed lag and print everything that was done."""
    from analysis import passthrough

    result = passthrough.distributed_lag(
        _loaded(price), oriented(fx), lags=lags, own_lags=own_lags, seasonal=seasonal, inference=inference, sample=(first, last)
    )
    typer.echo(result.summary())
    path = result.to_frame(joint="sup-t")
    typer.echo(path.round(3).to_string())
    if output is not None:
        for written in write(result, path, output, f"{price}-{fx}"):
            typer.echo(f"wrote {written}")


def _loaded(name: str):
    from analysis import data

    return data.load(name)


def oriented(name: str):
    """The exchange rate with up as a depreciation; one that is quoted the other way is turned over, and that is said.

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
            f"{name}: its manifest does not say that a rise is a depreciation or an appreciation, so it is no exchange rate "
            "to estimate with; `python -m analysis data list jpy` shows some that are"
        )
    return series


def write(result, path, folder: Path, stem: str) -> list[Path]:
    """Write the path of a result as CSV and as a figure in the house style; return the files."""
    from analysis.report import figures, style

    if folder.exists() and not folder.is_dir():
        raise AnalysisError(f"{folder} is a file; name a folder for the CSV and the figure")
    folder.mkdir(parents=True, exist_ok=True)
    style.apply()
    fig, ax = figures.new()
    result.plot(ax)
    figures.key(ax, columns=2)
    png, csv = folder / f"{stem}.png", folder / f"{stem}.csv"
    png.write_bytes(figures.render(fig, stem)[0])
    path.to_csv(csv, lineterminator="\n")
    return [csv, png]
