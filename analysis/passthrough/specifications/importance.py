r"""Which choice matters most: the variance of the estimates, by dimension.

With all dimensions as main effects in an analysis of variance, a dimension is
given two shares of the sum of squares around the mean. *Alone* is what its
labels explain by themselves; *last* what they add when all other dimensions are
there already. In a complete grid the two are equal and, with the interactions,
add up to one. Refusals and choices that some estimators do not have leave a
grid incomplete; then *last* is what nothing else can claim.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

#: Label of what main effects do not explain.
REST = "interactions"


def importance(labels: pd.DataFrame, values: dict[str, np.ndarray]) -> pd.DataFrame:
    """Shares of variance by dimension.

    Parameters
    ----------
    labels : DataFrame, one row a specification
        One column a dimension; those with one label are left out.
    values : dict of name to ndarray
        What varies: estimates, z.

    Returns
    -------
    DataFrame
        Index dimension, then `REST`; columns "{name}, alone" and
        "{name}, last", sorted by the last column of the first name. NaN where
        nothing varies.
    """
    names = [name for name in labels if labels[name].nunique() > 1]
    dummies = {name: pd.get_dummies(labels[name], dtype=float).to_numpy()[:, 1:] for name in names}
    columns: dict[str, list[float]] = {}
    for title, value in values.items():
        centred = value - value.mean()
        total = float(centred @ centred)

        def explained(chosen: list[str], centred: np.ndarray = centred) -> float:
            if not chosen:
                return 0.0
            X = np.hstack([dummies[name] for name in chosen])
            X = X - X.mean(axis=0)
            fitted = X @ np.linalg.lstsq(X, centred, rcond=None)[0]
            return float(fitted @ fitted)

        # A thousandth of rounding is no variation.
        if total <= 1e-20 * max(1.0, float(value @ value)):
            columns[f"{title}, alone"] = columns[f"{title}, last"] = [np.nan] * (len(names) + 1)
            continue
        whole = explained(names)
        rest = 1 - whole / total
        alone = [explained([name]) / total for name in names]
        last = [(whole - explained([other for other in names if other != name])) / total for name in names]
        columns[f"{title}, alone"] = [*alone, rest]
        columns[f"{title}, last"] = [*last, rest]
    frame = pd.DataFrame(columns, index=pd.Index([*names, REST], name="dimension")).clip(lower=0.0)
    first = f"{next(iter(values))}, last"
    order = frame.drop(index=REST)[first].sort_values(ascending=False, kind="stable").index
    return frame.loc[[*order, REST]]
