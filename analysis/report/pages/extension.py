"""Sphinx extension of this book: formulas, search and policy of its own, buttons only where they lead
somewhere.

What `_config.yml` cannot say:

* Figures have a drawing for a desk and one for a phone (`pictures`), and tell their values (`values`).
* Formulas are drawn while the book is built (`formulas`), a search of its own looks through everything
  (`search`), and pages carry only what they use (`lean`), their styles in one file (`styles`).
* One switch a page shows all of its code (`code_switch`).
* A chapter has two depths, the second of which is folded (`depths`).
* Every number of a claim leads to its card (`claim_links`).
* Tables of words become cards on a phone (`text_tables`).
* Every pasted number opens what stands behind it (`evidence_cards`), and one page lists them (`all_numbers`).
* The pages of the package are made from its public names (`api`).
* A page says what it is to whoever links to it (`sharing`), in its own language (`languages`).
* Repository and launch buttons are drawn only when ``repository: url`` is set, because until then every one
  of them would be a dead link.
* Jupyter Book always loads ``sphinx_thebe``, which writes the address of a script on a foreign host into
  every page, twice, and so makes every page start with a script error. Nothing here runs in the page, so its
  handlers are removed.
* The style of the bibliography prints an address as its own link text; a reader sees a word instead, except
  for a DOI.
* Every page carries a policy: nothing is asked of another host, and nothing runs or styles that is not a file
  of the book (`policy`). The page at the root does too (`entrance`).
"""

from __future__ import annotations

from docutils import nodes

from analysis.report.author.links import is_address
from analysis.report.pages import (
    all_numbers,
    api,
    cite,
    claim_links,
    code_switch,
    cover,
    depths,
    entrance,
    evidence_cards,
    formulas,
    languages,
    lean,
    pictures,
    policy,
    search,
    sharing,
    styles,
    text_tables,
    values,
)


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


def setup(app):
    """Register with Sphinx."""
    app.connect("config-inited", remove_thebe, priority=900)
    app.connect("config-inited", draw_buttons, priority=900)
    app.connect("doctree-resolved", name_addresses)
    parts = (
        claim_links,
        code_switch,
        depths,
        formulas,
        cite,
        pictures,
        evidence_cards,
        all_numbers,
        api,
        sharing,
        entrance,
        cover,
        languages,
        search,
        lean,
        styles,
        policy,
        text_tables,
        values,
    )
    for part in parts:
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
