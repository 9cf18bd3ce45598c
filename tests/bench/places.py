"""Where things lie, and the variables that every process of a run has."""

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "var" / "bench"
ENVIRONMENT: Final = {"PATH": os.environ["PATH"], "LOCAL": "1", "LOG_LEVEL": "ERROR"}
