"""Rules for the claims of the chapter `united_states`."""

from __future__ import annotations
