"""Rules for the claims of the chapter `tax_and_fiscal`."""

from __future__ import annotations
