"""Reading a data file out of an installed package, and refusing any version but the pinned one."""

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from builders.checks import Refused


@dataclass(frozen=True)
class Package:
    """A pinned distribution that carries data: its name and the one version a builder was written for."""

    name: str
    version: str

    def path(self, file: str) -> Path:
        """Where `file` (relative to site-packages) lies.

        Raises
        ------
        Refused
            If the package is absent, has another version, or holds no such file.
        """
        try:
            distribution = metadata.distribution(self.name)
        except metadata.PackageNotFoundError:
            raise Refused(
                f"{self.name} {self.version} is not installed; install data/builders/requirements.lock with"
                " --no-deps"
            ) from None
        if distribution.version != self.version:
            raise Refused(
                f"{self.name}: this builder is for version {self.version}, found {distribution.version}"
            )
        path = Path(distribution.locate_file(file))
        if not path.is_file():
            raise Refused(f"{self.name} {self.version} holds no file {file}")
        return path

    def read(self, file: str) -> bytes:
        """The bytes of `file`."""
        return self.path(file).read_bytes()

    def obtained(self, file: str) -> str:
        """The line for a sidecar's `obtained`: package, version, file inside it and the hash of that file."""
        digest = hashlib.sha256(self.read(file)).hexdigest()
        return f"Python package {self.name} {self.version}, file {file}, sha256 {digest}"
