"""What holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# Twenty-five examples find what a slip would break and keep the suite under a minute; a release is checked with more.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
