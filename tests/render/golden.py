"""Messages as they are, kept beside what they were made from, so that a changed word is seen in a diff.

`CLAUSEWATCH_GOLDEN=write .venv/bin/pytest tests/render` writes them anew; read the diff before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "golden" / "messages"


def check(name: str, text: str) -> None:
    """Assert that `text` is what the golden file says, or write it where that is asked for."""
    path = FOLDER / name
    if os.environ.get("CLAUSEWATCH_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        assert text == file.read(), f"{name} differs from the golden file; see {__name__}"
