"""What a page may ask for and run: files of the book, and nothing else."""

from __future__ import annotations

#: "file:" is for a reader who opens the page from the disk; served from a host it allows nothing.
POLICY = (
    "default-src 'self' file:; img-src 'self' file: data:; font-src 'self' file: data:; object-src 'none';"
    " base-uri 'self' file:; form-action 'self' file:"
)
TAG = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'


def forbid_other_hosts(app, pagename, templatename, context, doctree) -> None:
    """Put the policy before the first script of a page."""
    context["metatags"] = TAG + (context.get("metatags") or "")


def setup(app) -> None:
    """Register with Sphinx."""
    # After every part that adds to the head, because the policy comes first in it.
    app.connect("html-page-context", forbid_other_hosts, priority=900)
