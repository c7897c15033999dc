"""How long a page takes to read, beside trafilatura on the same files in an environment of its own."""

from __future__ import annotations

import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Page, Part, Source
from monitor.read import read
from tests.bench.shared import corpus

_OTHER = Path(__file__).resolve().parents[2] / ".venv-bench" / "bin" / "python"
_OTHERS_CODE = """
import sys, time
from pathlib import Path
import trafilatura
pages = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.html"))]
trafilatura.extract(pages[0])
start = time.process_time()
for page in pages:
    trafilatura.extract(page, output_format="markdown", include_links=True, include_tables=True)
print(1000 * (time.process_time() - start) / len(pages))
"""


def main() -> None:
    """Print milliseconds of processor time a page, and the ratio."""
    folder = corpus("pages")
    ours = _ours(Path(folder))
    print(f"read: {ours:.1f} ms a page")
    if not _OTHER.exists():
        print("trafilatura is not installed beside; `make bench` does that")
        return
    done = subprocess.run([_OTHER, "-c", _OTHERS_CODE, folder], stdout=subprocess.PIPE, text=True, check=True)
    theirs = float(done.stdout)
    print(f"trafilatura: {theirs:.1f} ms a page; ratio {ours / theirs:.2f}")


def _ours(folder: Path) -> float:
    pages = [_page(path) for path in sorted(folder.glob("*.html"))]
    source = Source("bench/page", ("file",))
    read(pages[0], source)
    start = time.process_time()
    for page in pages:
        read(page, source)
    return 1000 * (time.process_time() - start) / len(pages)


def _page(path: Path) -> Page:
    return Page((Part(path.name, path.name, path.read_bytes()),), datetime.now(UTC))


if __name__ == "__main__":
    main()
