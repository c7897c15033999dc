"""A comparison as a PDF file (ISO 32000-1) that prints the same everywhere and whose words can be searched."""

from __future__ import annotations

from monitor.render.pdf.redline import Cover, redline_pdf

__all__ = ["Cover", "redline_pdf"]
