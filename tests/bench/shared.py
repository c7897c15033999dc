"""The measures that lie beside the checkout, run on the installed command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[3] / "shared"
COMMAND = f"{sys.executable} -m monitor"


def present() -> bool:
    """Whether the shared measures and corpus are there; on the build server they must be."""
    found = (SHARED / "bench").is_dir() and (SHARED / "corpus").is_dir()
    if not found and os.environ.get("CI") == "true":
        sys.exit("the shared measures are missing beside the checkout")
    return found


def measure(script: str, *arguments: str) -> dict[str, Any]:
    """One measure's figures; what it says of single cases goes to stderr."""
    command = [sys.executable, str(SHARED / "bench" / script), *arguments, "--cmd", COMMAND]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def corpus(*parts: str) -> str:
    """A path within the shared corpus."""
    return str(SHARED.joinpath("corpus", *parts))
