"""Rules for the claims of the chapter `motives`."""

from __future__ import annotations
