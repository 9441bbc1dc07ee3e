"""Rules for the claims of the chapter `risks`."""

from __future__ import annotations
