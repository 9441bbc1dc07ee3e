"""Makes the plain arithmetic of this folder importable by its tests, whatever folder pytest is started
from."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
