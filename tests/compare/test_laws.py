"""Laws that hold for every pair of documents."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare, word_edits
from tests.compare.documents import SUPPLY, diff, kinds, terms

MIRROR = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
WORDS = (
    "account agent annual appoint balance branch carrier charge claim closing consent copy counsel credit cure custody "
    "damage deposit device dispute domain draft escrow estate export facility filing freight grant handling index "
    "insurer issue journal keeper labour ledger lessee letter margin matter member method mortgage network obtain offer"
).split()

sentences = st.lists(st.sampled_from(WORDS), min_size=9, max_size=24).map(
    lambda found: " ".join(found).capitalize() + "."
)
documents = st.lists(sentences, min_size=4, max_size=12, unique=True)


def text_of(paragraphs: list[str]) -> str:
    """Paragraphs as a document, a heading before every third."""
    out = ["# Terms"]
    for number, paragraph in enumerate(paragraphs):
        if number % 3 == 0:
            out.append(f"## {number // 3 + 1}. Section on {paragraph.split()[0].lower()} {number}")
        out.append(paragraph)
    return "\n\n".join(out) + "\n"


@given(documents)
def test_nothing_changes_between_a_text_and_itself(paragraphs: list[str]) -> None:
    """compare(x, x) is none."""
    read = terms(text_of(paragraphs))
    assert (compare(read, read).verdict, compare(read, read).changes) == ("none", ())


@given(st.text(max_size=300), st.text(max_size=300))
def test_edits_join_to_both_texts(old: str, new: str) -> None:
    """Kept and removed runs are the old text, kept and added ones the new, to the character."""
    edits = word_edits(old, new)
    assert "".join(edit.text for edit in edits if edit.op != "+") == old
    assert "".join(edit.text for edit in edits if edit.op != "-") == new


@given(documents, documents)
def test_every_change_joins_to_its_clauses(old: list[str], new: list[str]) -> None:
    """The edits of each reported change join to the texts of its clauses."""
    for change in diff(text_of(old), text_of(new)).changes:
        before = "\n".join(clause.text for clause in change.old)
        after = "\n".join(clause.text for clause in change.new)
        assert "".join(edit.text for edit in change.edits if edit.op != "+") == before
        assert "".join(edit.text for edit in change.edits if edit.op != "-") == after


@given(documents, st.data())
def test_swapping_the_sides_mirrors_the_kinds(paragraphs: list[str], data: st.DataObject) -> None:
    """What was added is removed and what was split is merged when old and new change places."""
    new = list(paragraphs)
    place = data.draw(st.integers(0, len(new) - 1))
    edit = data.draw(st.sampled_from(["remove", "reword", "insert"]))
    if edit == "remove":
        del new[place]
    elif edit == "reword":
        new[place] = new[place].replace(new[place].split()[3], "heliotrope", 1)
    else:
        new.insert(place, "Wholly novel wording speaks here about lighthouses, orchards and violins in winter.")
    there, back = diff(text_of(paragraphs), text_of(new)), diff(text_of(new), text_of(paragraphs))
    assert Counter({MIRROR.get(kind, kind): count for kind, count in kinds(there).items()}) == Counter(kinds(back))


@given(st.lists(sentences, min_size=5, max_size=12, unique=True), st.data())
def test_moving_a_clause_is_one_move(paragraphs: list[str], data: st.DataObject) -> None:
    """A paragraph carried elsewhere among others gives one change, a move."""
    place = data.draw(st.integers(0, len(paragraphs) - 1))
    rest = paragraphs[:place] + paragraphs[place + 1 :]
    target = data.draw(st.integers(0, len(rest)).filter(lambda one: one != place))
    moved = [*rest[:target], paragraphs[place], *rest[target:]]
    comparison = diff("# Terms\n\n" + "\n\n".join(paragraphs), "# Terms\n\n" + "\n\n".join(moved))
    assert kinds(comparison) == {"moved": 1}


@given(documents, st.randoms(use_true_random=False))
def test_typography_is_never_substantive(paragraphs: list[str], random) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - hypothesis gives a Random
    """Emphasis, hard spaces, wrapping and capitals change no word."""
    styled = []
    for paragraph in paragraphs:
        spoken = paragraph.split(" ")
        at = random.randrange(1, len(spoken))
        spoken[at] = random.choice([f"**{spoken[at]}**", f"_{spoken[at]}_", spoken[at].upper(), f"\u200b{spoken[at]}"])
        styled.append(random.choice([" ", "\u00a0", "\n"]).join([" ".join(spoken[:at]), " ".join(spoken[at:])]))
    assert not diff(text_of(paragraphs), text_of(styled).replace("**##", "##")).substantive


def test_the_result_does_not_depend_on_hashing() -> None:
    """Two processes with other hash seeds print the same comparison."""
    script = (
        "import json, sys; from tests.compare.documents import SUPPLY, diff; from monitor.wire import diff_json;"
        "new = SUPPLY.replace('30 days', '60 days').replace('resell', 'sell').replace('## 4. Use', '## 4. Usage');"
        "print(json.dumps(diff_json(diff(SUPPLY, new))))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_a_real_edit_survives_the_laws() -> None:
    """The laws above are no excuse for silence: one exchanged word is told."""
    assert kinds(diff(SUPPLY, SUPPLY.replace("abroad", "at home"))) == {"modified": 1}
