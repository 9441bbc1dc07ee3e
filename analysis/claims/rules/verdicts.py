"""Rules for the claims of the chapter `verdicts`."""

from __future__ import annotations
