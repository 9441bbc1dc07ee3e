"""Lean PNG files: the colours a chart really has, in a palette, and no note of the software that drew it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

PALETTE = 256
BY_AREA = 160  # entries for the commonest colours: the areas, lines and letters, kept exactly as drawn
MOST_COLOURS = 8192  # a picture with more (a colour map) is kept whole


def lean_png(rgba: Any) -> bytes:
    """Write pixels as a PNG of at most 256 colours, a third of the bytes of a full one.

    Flat colours stay exact. What is merged are shades at the edges of letters and lines: the palette takes
    the commonest colours first, then, one by one, the colour whose pixels would be displaced most. (Pillow's
    own quantisers average colours, which tinted pale bands visibly.) Writing the picture anew also drops what
    matplotlib adds about its version, so that an upgrade does not change every picture.

    Parameters
    ----------
    rgba : array of uint8, height × width × 4
    """
    from PIL import Image

    rgba = np.ascontiguousarray(rgba, dtype=np.uint8)
    colours, where, counts = np.unique(rgba.view(np.uint32).ravel(), return_inverse=True, return_counts=True)
    if len(colours) > MOST_COLOURS:
        picture = Image.fromarray(rgba)
    else:
        values = colours.view(np.uint8).reshape(-1, 4)
        chosen, nearest = _palette(values, counts)
        picture = Image.fromarray(nearest[where].reshape(rgba.shape[:2]).astype(np.uint8))
        picture.putpalette(values[chosen].tobytes(), "RGBA")
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def _palette(values: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Colours to keep, as positions in `values`, and for each colour the nearest of them."""
    opaque = values[:, 3:].astype(float) / 255
    seen = np.hstack(
        [values[:, :3] * opaque, values[:, 3:]]
    )  # the paler its share, the less a colour matters
    chosen = list(np.argsort(-counts, kind="stable")[:BY_AREA])
    distance = ((seen[:, None] - seen[chosen][None]) ** 2).sum(axis=2)
    nearest, away = distance.argmin(axis=1), distance.min(axis=1)
    while len(chosen) < min(PALETTE, len(values)):
        worst = int((away * counts).argmax())
        closer = ((seen - seen[worst]) ** 2).sum(axis=1)
        nearest[closer < away] = len(chosen)
        away = np.minimum(away, closer)
        chosen.append(worst)
    return np.asarray(chosen), nearest
