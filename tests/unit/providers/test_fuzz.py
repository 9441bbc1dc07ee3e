"""Ten thousand damaged answers to each parser: a table on its calendar, or the package's own error, and
nothing else.

Every answer is small (a few periods of a few series), so that each damage hits something that is read.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest
from publishers import mutations
from publishers.answers import answers, registry
from publishers.committed import Table
from publishers.render import ANSWERS, zipped

from analysis.data.providers.base import Payload, ProviderError

COUNT = 10_000


class Short(Table):
    """The last rows of a committed table."""

    def __init__(self, name: str, rows: int) -> None:
        super().__init__(name)
        self.rows = self.rows[-rows:]


def short(table, rows=5, series=3, requests="requests"):
    """A provider of few series and its small answers."""
    provider = registry().provider(table)
    spec = provider.spec(table)
    spec = replace(spec, series=spec.series[:series], first="")
    provider = type(provider)(provider.rules, {table: spec})
    committed = Short(table, rows)
    payloads = [
        Payload(request, ANSWERS[provider.name](spec, committed, request))
        for request in getattr(provider, requests)(table)
    ]
    return provider, payloads


def cut(table, *, head=0, tail=0):
    """A provider and its answers with lines from the middle left out."""
    provider = registry().provider(table)
    payloads = []
    for payload in answers(table):
        lines = payload.body.split(b"\n")
        payloads.append(replace(payload, body=b"\n".join([*lines[:head], *lines[-tail:]])))
    return provider, payloads


def interventions(table):
    provider, [payload] = cut(table, head=9, tail=30)
    lines = payload.body.split(b"\r\n")
    # After the total of a quarter the next row names its year and month again.
    start = next(at for at, line in enumerate(lines[9:], 9) if "期計".encode("cp932") in line) + 1
    return provider, [replace(payload, body=b"\r\n".join([*lines[:9], *lines[start:]]))]


def treasury(table):
    provider = registry().provider(table)
    past, running = answers(table)
    lines = past.body.split(b"\n")
    second = [at for at, line in enumerate(lines) if line.startswith(b"Country")][1]
    return provider, [replace(past, body=b"\n".join(lines[: second - 2])), running]


def observations(table):
    """The keyed service of FRED, as it answers in JSON."""
    provider, _ = short(table)
    [request] = provider.alternatives(table)
    told = ", ".join(
        f'{{"date": "2026-0{m}-01", "value": "{v}"}}'
        for m, v in enumerate(("0.5", ".", "1.27", "1.3"), start=1)
    )
    return provider, [Payload(request, f'{{"observations": [{told}]}}'.encode())]


def unpacked(payload, name):
    return zipfile.ZipFile(BytesIO(payload.body)).read(name)


CASES = {
    "bis": lambda: short("bis_reer_china_monthly"),
    "bls": lambda: short("us_import_price_bls_monthly", rows=30),
    "boj": lambda: short("boj_cgpi_neer_monthly"),
    "ecb": lambda: short("ecb_reference_rates_daily"),
    "fiscal_data": lambda: short("us_customs_duties_monthly"),
    "fred": lambda: short("jp_3m_interbank_monthly"),
    "fred, keyed": lambda: observations("jp_3m_interbank_monthly"),
    "fred_md": lambda: short("fred_md"),
    "imf": lambda: short("weo_annual"),
    "mof, interventions by day": lambda: interventions("mof_fx_intervention_daily"),
    "mof, interventions by month": lambda: interventions("mof_fx_intervention_monthly"),
    "mof, securities": lambda: short("jp_residents_portfolio_abroad_monthly", rows=8, series=4),
    "mof, yields": lambda: short("jp_10y_yield_monthly", rows=3),
    "oecd": lambda: short("oecd_national_accounts_quarterly", rows=7, series=8),
    "statistics_bureau": lambda: short("jp_cpi_monthly", rows=5, series=4),
    "statistics_bureau, keyed": lambda: short("jp_cpi_monthly", requests="alternatives"),
    "tic": lambda: treasury("us_tic_treasury_holdings_monthly"),
    "world_bank": lambda: short("world_commodity_prices_monthly", rows=3),
}


@pytest.mark.parametrize("case", CASES)
def test_ten_thousand_damaged_answers(case):
    provider, payloads = CASES[case]()
    table = next(iter(provider.specs))
    if case.startswith("mof, interventions") or case == "tic":
        table = {
            "t": "us_tic_treasury_holdings_monthly",
            "y": "mof_fx_intervention_daily",
            "h": "mof_fx_intervention_monthly",
        }["t" if case == "tic" else case[-1]]
    good = provider.parse(table, payloads).frame
    assert len(good) > 1
    refused = 0
    for number, payload in enumerate(payloads):
        body, pack = payload.body, None
        if case == "ecb":
            body, pack = (
                unpacked(payload, "eurofxref-hist.csv"),
                lambda text: zipped({"eurofxref-hist.csv": text}),
            )
        if case == "world_bank":
            inner = [
                name
                for name in zipfile.ZipFile(BytesIO(body)).namelist()
                if "sheet2" in name or "shared" in name
            ]
            held = {name: unpacked(payload, name) for name in zipfile.ZipFile(BytesIO(body)).namelist()}
            body = held[inner[0]]

            def pack(text, held=held, name=inner[0]):
                return zipped(held | {name: text})

        for damaged in mutations.stream(body, COUNT // len(payloads), seed=number, pack=pack):
            told = [replace(payload, body=damaged) if p is payload else p for p in payloads]
            try:
                found = provider.parse(table, told)
            except ProviderError as error:
                # Much damage is refused and some is read; either way the answer is checked.
                assert error.provider == provider.name and error.series  # noqa: PT017
                assert len(error.cause) <= 401  # noqa: PT017
                refused += 1
            else:
                assert isinstance(found.frame, pd.DataFrame) and found.frame.index.name == good.index.name
                assert set(found.frame.columns) <= set(good.columns)
    assert refused > COUNT / 20, "most damage is seen"
