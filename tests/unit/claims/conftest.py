"""The verdicts on the published data, made once for the tests that read them."""

import pytest

from analysis import claims


@pytest.fixture(scope="session")
def published():
    """Every judged claim and its verdict on the data as they are."""
    return claims.judge_all()
