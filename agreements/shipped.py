"""The folder of text files that come with the portal."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "texts"
