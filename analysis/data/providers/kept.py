"""Answers of earlier runs on disk, so that a publisher need not send again what did not change.

They are a convenience: whatever is missing, altered or unreadable counts as not kept, and the question is
asked anew. Only answers that carry a validator are kept, under the hash of the question, which holds no key.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from analysis.data.providers.base import Payload, Request


class Answers(MutableMapping[str, Payload]):
    """A folder of answers by `analysis.data.providers.transport.key_of`.

    Parameters
    ----------
    folder : Path
        Made when the first answer is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, key: str) -> Payload:
        about, body = self._paths(key)
        try:
            told = json.loads(about.read_text("utf-8"))
            content = body.read_bytes()
            if told["key"] != key or told["sha256"] != hashlib.sha256(content).hexdigest():
                raise KeyError(key)
            headers = {str(name): str(value) for name, value in told["headers"].items()}
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            raise KeyError(key) from None
        return Payload(Request(key), content, headers)

    def __setitem__(self, key: str, payload: Payload) -> None:
        if not payload.validators:
            return
        told = {"key": key, "sha256": hashlib.sha256(payload.body).hexdigest(), "headers": payload.validators}
        about, body = self._paths(key)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # The description last: until it fits, the answer counts as not kept.
            for path, content in ((body, payload.body), (about, json.dumps(told).encode())):
                draft = path.with_name(f".{path.name}.{os.getpid()}")
                draft.write_bytes(content)
                os.replace(draft, path)
        except OSError:
            pass  # a full disk must not cost the answer itself

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        for path in self._paths(key):
            path.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        for path in sorted(self._folder.glob("*.json")):
            try:
                yield str(json.loads(path.read_text("utf-8"))["key"])
            except (OSError, ValueError, TypeError, KeyError):
                continue

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _paths(self, key: str) -> tuple[Path, Path]:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / f"{name}.json", self._folder / f"{name}.body"
