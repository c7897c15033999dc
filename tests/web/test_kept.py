"""What was made once is not made again, as long as there is room for it."""

from __future__ import annotations

from monitor.web.kept import Kept


def test_what_was_made_is_kept() -> None:
    """Under its key; another key is another thing."""
    kept, made = Kept(), []

    def make() -> bytes:
        made.append(1)
        return b"redline"

    assert [kept.of(key, make) for key in ("a", "a", "b")] == [b"redline"] * 3
    assert len(made) == 2


def test_what_was_not_asked_for_longest_goes_first() -> None:
    """Once all of it is larger than it may be; what is larger by itself is not kept at all."""
    kept = Kept(most=10)
    for key in ("a", "b", "a", "c"):
        kept.of(key, lambda: b"four")
    assert kept.of("a", lambda: b"anew") == b"four"
    assert kept.of("b", lambda: b"anew") == b"anew"
    assert kept.of("large", lambda: b"x" * 11) == b"x" * 11
    assert len(kept) == 0
