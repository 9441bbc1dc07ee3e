"""Rules for the claims of the chapter `transmission`."""

from __future__ import annotations
