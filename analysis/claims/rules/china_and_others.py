"""Rules for the claims of the chapter `china_and_others`."""

from __future__ import annotations
