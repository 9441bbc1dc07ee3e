"""Which tests of the built book one worker runs, and in which order.

`--dist loadgroup` reads marks that pytest 9.2 no longer lets through to it, without a word; this asks for
names of modules alone, which every version hands on.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

#: Modules that one worker runs with another, because they share what takes long to make: every claim judged,
#: every page parsed.
WITH = {
    "test_cover": "test_verdicts",
    "test_weight": "test_html",
    "test_figures": "test_html",
    "test_depths": "test_html",
}
#: Tests that share nothing: each goes to the worker that is free, when all modules have been handed out.
SINGLE = {"test_access"}
#: Modules that take longest, so that none of them is begun last.
LONG = ["test_editions", "test_frame", "test_evidence", "test_explorer", "test_html", "test_explorer_keep"]


def group(nodeid: str) -> str:
    """The tests that go to one worker have one name."""
    path, _, _ = nodeid.partition("::")
    module = PurePosixPath(path).stem
    return nodeid if module in SINGLE else WITH.get(module, module)


def place(nodeid: str) -> int:
    """Place of a test in the order in which groups are handed out."""
    name = group(nodeid)
    if name == nodeid:
        return len(LONG) + 1
    return LONG.index(name) if name in LONG else len(LONG)


class ByModule(LoadScopeScheduling):
    """Hands out groups as wholes, in the order of the tests, which is that of `place`."""

    def __init__(self, config, log):
        config.option.loadscopereorder = False  # by the number of tests, which says nothing of their length
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
