"""What is loaded before anything is read: start-up is part of the time of a check."""

from __future__ import annotations

import subprocess
import sys

PARSERS = ("bs4", "lxml", "soupsieve", "mammoth", "pypdfium2")


def test_no_parser_is_loaded_before_a_page_needs_one() -> None:
    """A round in which no page changed reads none, and does not wait for the parsers."""
    code = "import sys, monitor.read, monitor.wiring; print(*(name for name in sys.argv[1:] if name in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code, *PARSERS], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
