"""Formulas become MathML while the book is built: nothing to load, nothing to run, readable without
scripts."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes

NAME = "mathml"
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:aligned|split)\}")
_LINE = re.compile(r"(?<!\\)\\\\")


def _in_one_column(tex: str) -> str:
    r"""Lines set flush left, those that go on from the line above indented.

    Browsers do not align the cells of a formula to the right, so that columns that TeX aligns at ``&`` would
    fall apart."""
    lines = [line.strip() for line in _LINE.split(_ENVIRONMENT.sub("", tex)) if line.strip()]
    if len(lines) == 1:
        return lines[0].replace("&", "")
    kept = [(r"\quad " if line.startswith("&") else "") + line.replace("&", "") for line in lines]
    return r"\begin{split}" + r" \\ ".join(kept) + r"\end{split}"


def mathml(tex: str, block: bool = False) -> str:
    r"""TeX as one ``<math>`` element, with its TeX as the text that a reader can copy.

    Parameters
    ----------
    tex : str
        A formula without its delimiters.
    block : bool
        Whether it stands on lines of its own.

    Raises
    ------
    ValueError
        If the converter does not know a command of the formula (it would be printed as it is typed).
    """
    from latex2mathml.converter import convert

    source = _in_one_column(tex) if block else tex
    drawn = convert(source, display="block" if block else "inline")
    if unknown := re.findall(r"\\[A-Za-z]+|&(?!#)", re.sub(r"<[^>]*>", "", drawn)):
        raise ValueError(f"formula {tex!r}: {', '.join(unknown)} cannot be drawn; write it another way")
    return drawn.replace("<math ", f'<math alttext="{escape(tex.strip(), quote=True)}" ', 1)


def visit_inline(self, node: nodes.math) -> None:
    """A formula inside a sentence."""
    self.body.append(f'<span class="math notranslate nohighlight">{mathml(node.astext())}</span>')
    raise nodes.SkipNode


def visit_block(self, node: nodes.math_block) -> None:
    """A formula on lines of its own, with its number where it has one."""
    # A formula that is wider than a phone scrolls by itself, which the keyboard must be able to do too.
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight", tabindex="0"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({node["number"]})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(mathml(node.astext(), block=True))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app) -> None:
    """Register the renderer and choose it, whatever the parts of Jupyter Book have chosen."""
    app.add_html_math_renderer(NAME, (visit_inline, None), (visit_block, None))
    app.connect(
        "config-inited", lambda app, config: setattr(config, "html_math_renderer", NAME), priority=900
    )
