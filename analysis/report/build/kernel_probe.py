"""What a notebook used, seen from inside its kernel.

`execution` sends this file as text to the kernel before the first cell and asks for the
answer after the last. It is never imported there: importing it would import `analysis`, and
the list of modules would then describe the runner instead of the notebook.
"""

import json
import os
import sys

# Of these, other parts of the record speak: `modules`, `tables`, `notebooks`, `nulls`.
_COVERED = ("analysis", "chapters", "data")


class Probe:
    """Collects the files of the project that are opened for reading from now on."""

    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.opened = set()
        sys.addaudithook(self._watch)

    def _watch(self, event, args):
        if event != "open" or not isinstance(args[0], (str, bytes, os.PathLike)):
            return
        mode, flags = args[1], args[2]
        writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else False
        if writes or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)):
            return
        # The directory can change later, so the path is made absolute at once.
        self.opened.add(os.path.abspath(os.fsdecode(args[0])))

    def inside(self, path):
        """The path relative to the project, or None for what is not the project's own."""
        path = os.path.realpath(path)
        if not path.startswith(self.root + os.sep) or path.startswith(os.path.realpath(sys.prefix) + os.sep):
            return None
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def files(self):
        """Project files read that are neither code, nor data tables, nor notebooks."""
        found = set()
        # A copy: importing below would open more files.
        for path in list(self.opened):
            name = self.inside(path)
            if name is None or not os.path.isfile(path):
                continue
            parts = name.split("/")
            hidden = any(
                part.startswith((".", "_build", "__pycache__")) or part.endswith((".egg-info", ".dist-info"))
                for part in parts
            )
            if parts[0] in _COVERED or hidden or name.endswith((".py", ".pyc", ".so")):
                continue
            found.add(name)
        return sorted(found)

    def modules(self):
        """Files of the `analysis` modules that were in fact imported."""
        found = set()
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None)
            if path and (name == "analysis" or name.startswith("analysis.")):
                inside = self.inside(path)
                if inside:
                    found.add(inside)
        return sorted(found)

    def turned(self):
        """Sentences that the numbers no longer bear out, as pairs of page and text."""
        sentences = sys.modules.get("analysis.report.author.sentences")
        return sentences.turned() if hasattr(sentences, "turned") else []

    def answer(self):
        """Everything, as one JSON string."""
        data = sys.modules.get("analysis.data")
        notebooks = sys.modules.get("analysis.report.build.notebooks")
        nulls = sys.modules.get("analysis.report.author.nulls")
        return json.dumps(
            {
                "files": self.files(),
                "modules": self.modules(),
                "notebooks": sorted(notebooks.read_log()) if notebooks else [],
                "nulls": nulls.read_log() if nulls else {},
                "tables": sorted(data.read_log()) if hasattr(data, "read_log") else [],
                "turned": self.turned(),
            }
        )
