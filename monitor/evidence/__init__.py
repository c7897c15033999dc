"""What shows a stranger that a document read as it did: pages, texts, redline, digests and the links that hold them."""

from __future__ import annotations

from monitor.evidence.gathering import evidence_of
from monitor.evidence.packing import Evidence, NamedFile, zipped

__all__ = ["Evidence", "NamedFile", "evidence_of", "zipped"]
