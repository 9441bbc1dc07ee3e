"""Sphinx extension of this book: MathJax from the book itself, buttons only where they lead somewhere.

Six things that `_config.yml` cannot say:

* MathJax is copied from the installed package ``sphinx-mathjax-offline`` into the built book, and only the
  files that a page of TeX needs (about 1.6 MB of 24), so that no page asks a foreign host for a script.
* Repository and launch buttons are drawn only when ``repository: url`` is set, because until then every one
  of them would be a dead link.
* Jupyter Book always loads ``sphinx_thebe``, which writes the address of a script on a foreign host into
  every page, twice, and so makes every page start with a script error. Nothing here runs in the page, so its
  handlers are removed.
* The style of the bibliography prints an address as its own link text; a reader sees a word instead, except
  for a DOI.
* Every page carries a policy that forbids the browser to ask any other host, whatever a script of ours or of
  the theme does on a click; scripts and styles in the page itself are the theme's and stay allowed.
* Sphinx indexes numbers, but its search leaves them out of a query, so that "550" finds nothing; here it
  finds them.
"""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from docutils import nodes

from analysis.report.author.links import is_address

MATHJAX_SCRIPT = "tex-mml-chtml.js"
MATHJAX_PARTS = (MATHJAX_SCRIPT, "output/chtml/fonts/woff-v2")
#: "file:" is for a reader who opens the page from the disk; served from a host it allows nothing.
POLICY = (
    "default-src 'self' file:; "
    "script-src 'self' file: 'unsafe-inline'; "
    "style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; "
    "font-src 'self' file: data:; "
    "connect-src 'self' file:; "
    "object-src 'none'; "
    "base-uri 'self' file:; "
    "form-action 'self' file:"
)
SKIPS_NUMBERS, SKIPS_SHORT = r"queryTerm.match(/^\d+$/)", r"queryTerm.match(/^\d{1,2}$/)"


def mathjax_folder() -> Path:
    """Folder of the MathJax 3 files that the package ``sphinx-mathjax-offline`` ships.

    Raises
    ------
    RuntimeError
        If the package is not installed in this environment.
    """
    spec = importlib.util.find_spec("sphinx-mathjax-offline")
    if spec is None or spec.origin is None:
        raise RuntimeError(
            "sphinx-mathjax-offline is not installed; run `make clean book` to renew the environment"
        )
    return Path(spec.origin).parent / "static" / "mathjax"


def copy_mathjax(app, exception) -> None:
    """Copy the needed MathJax files into the built book's static folder."""
    if exception is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "mathjax"
    for part in MATHJAX_PARTS:
        source = mathjax_folder() / part
        if source.is_dir():
            shutil.copytree(source, target / part, dirs_exist_ok=True)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / part)


def search_numbers(app, exception) -> None:
    """Let the search of the built book look for numbers of three digits and more.

    Raises
    ------
    RuntimeError
        If the search script of Sphinx no longer leaves numbers out in the way that is known here.
    """
    if exception is not None or app.builder.format != "html":
        return
    script = Path(app.outdir) / "_static" / "searchtools.js"
    text = script.read_text(encoding="utf-8")
    if SKIPS_NUMBERS not in text and SKIPS_SHORT not in text:
        raise RuntimeError(
            f"searchtools.js of Sphinx has no {SKIPS_NUMBERS}; see how it leaves numbers out and mend"
            " search_numbers"
        )
    script.write_text(text.replace(SKIPS_NUMBERS, SKIPS_SHORT), encoding="utf-8")


def draw_buttons(app, config) -> None:
    """Switch on the repository and launch buttons if, and only if, the book has a public address."""
    options = config.html_theme_options
    address = (options.get("repository_url") or "").strip()
    options["use_repository_button"] = bool(address)
    options["use_issues_button"] = bool(address)
    options["use_source_button"] = bool(address)
    if address:
        options["launch_buttons"] = {
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
            "notebook_interface": "jupyterlab",
        }
    else:
        options.pop("repository_url", None)
        options["launch_buttons"] = {}


def remove_thebe(app, config) -> None:
    """Disconnect the handlers of ``sphinx_thebe`` that write scripts into pages (its style sheet may
    stay)."""
    for event in ("env-before-read-docs", "doctree-resolved"):
        handlers = app.events.listeners[event]
        for listener in [one for one in handlers if one.handler.__module__.startswith("sphinx_thebe")]:
            app.disconnect(listener.id)
    # The theme reports an error on the console of every page unless a mode is named.
    config.html_context.setdefault("default_mode", "auto")


def name_addresses(app, doctree, docname) -> None:
    """Replace a link text that is the bare address of a page by a word; a DOI names its publication and
    stays."""
    for link in doctree.findall(nodes.reference):
        target = link.get("refuri", "")
        if is_address(link.astext()) and target.startswith("http") and "doi.org/" not in target:
            link.children[:] = [nodes.Text("online")]


def forbid_other_hosts(app, pagename, templatename, context, doctree) -> None:
    """Put the policy before the first script of a page."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />'
    context["metatags"] = policy + (context.get("metatags") or "")


def setup(app):
    """Register with Sphinx."""
    app.connect("config-inited", remove_thebe, priority=900)
    app.connect("config-inited", draw_buttons, priority=900)
    app.connect("doctree-resolved", name_addresses)
    app.connect("html-page-context", forbid_other_hosts, priority=900)
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", search_numbers)
    app.config.mathjax_path = f"mathjax/{MATHJAX_SCRIPT}"
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
