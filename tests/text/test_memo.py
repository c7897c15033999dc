"""What is remembered of texts that come again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from monitor.text.fold import words
from monitor.text.memo import Memory, remembered


def _counted() -> tuple[list[str], Memory[str, int]]:
    """The texts that were worked on, and the function that remembers their lengths."""
    asked: list[str] = []

    def measure(text: str) -> int:
        asked.append(text)
        return len(text)

    return asked, Memory(measure, len)


def test_what_was_asked_before_is_not_worked_out_again() -> None:
    """The same text gets the same answer without work."""
    asked, length = _counted()
    assert [length("Fees are due."), length("Fees are due.")] == [13, 13]
    assert asked == ["Fees are due."]


def test_what_was_asked_long_ago_is_forgotten() -> None:
    """However many texts are asked for, only the latest are held: a monitor runs for months."""
    asked, length = _counted()
    length("first")
    for number in range(1_000):
        length(f"{number:10000}")
    length("first")
    assert asked.count("first") == 2


def test_what_is_asked_again_and_again_is_kept() -> None:
    """A text that every version has is not pushed out by those that come once."""
    asked, length = _counted()
    for number in range(1_000):
        length("in every version")
        length(f"{number:10000}")
    assert asked.count("in every version") == 1


def test_a_text_that_is_longer_than_any_clause_is_worked_out_each_time() -> None:
    """One hostile page does not push out all else."""
    asked, length = _counted()
    assert [length("x" * 50_000), length("x" * 50_000)] == [50_000, 50_000]
    assert len(asked) == 2


def test_threads_may_ask_at_once() -> None:
    """Each gets the answer to its own question."""
    texts = [f"{number % 500:5000}" for number in range(4_000)]
    doubled = remembered(lambda text: text * 2)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(doubled, texts)) == [text * 2 for text in texts]


def test_words_that_were_given_may_be_changed() -> None:
    """Whoever asks next gets the words of the text, not what another made of them."""
    words("Fees are due.").append("never")
    assert words("Fees are due.") == ["fees", "are", "due"]
