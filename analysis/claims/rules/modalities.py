"""Rules for the claims of the chapter `modalities`."""

from __future__ import annotations
