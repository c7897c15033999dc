"""What a document states of itself: dates with their roles, its version, its own list of revisions."""

from __future__ import annotations

import pytest

from monitor.read.stated import stated_dates
from tests.read.reading import PROSE, roles, text

MORE = "\n\n".join([PROSE] * 30)


@pytest.mark.parametrize(
    ("line", "role", "value"),
    [
        ("Last updated: 8 July 2026", "updated", "2026-07-08"),
        ("LAST UPDATED ON JULY 8, 2026", "updated", "2026-07-08"),
        ("Updated: October 2020", "updated", "2020-10"),
        ("Last revised 2026-07-08", "updated", "2026-07-08"),
        ("Effective Date: July 8, 2026", "effective", "2026-07-08"),
        ("Effective as of 8 July 2026", "effective", "2026-07-08"),
        ("Posted on July 8, 2026", "published", "2026-07-08"),
        ("Zuletzt aktualisiert am 8. Juli 2026", "updated", "2026-07-08"),
        ("Stand: Juli 2026", "updated", "2026-07"),
        ("Gültig ab 1. Mai 2024", "effective", "2024-05-01"),
        ("Dernière mise à jour : 8 juillet 2026", "updated", "2026-07-08"),
        ("Entrée en vigueur : 1er mai 2024", "effective", "2024-05-01"),
        ("Última actualización: 8 de julio de 2026", "updated", "2026-07-08"),
        ("Fecha de entrada en vigor: 8 de julio de 2026", "effective", "2026-07-08"),
        ("Última atualização: 8 de julho de 2026", "updated", "2026-07-08"),
        ("Ultimo aggiornamento: 8 luglio 2026", "updated", "2026-07-08"),
        ("In vigore dal 8 luglio 2026", "effective", "2026-07-08"),
        ("Laatst bijgewerkt: 8 juli 2026", "updated", "2026-07-08"),
        ("Ingangsdatum: 8 juli 2026", "effective", "2026-07-08"),
        ("Ostatnia aktualizacja: 8 lipca 2026", "updated", "2026-07-08"),
        ("Obowiązuje od 8 lipca 2026", "effective", "2026-07-08"),
        ("Senast uppdaterad: 8 juli 2026", "updated", "2026-07-08"),
        ("Gäller från 8 juli 2026", "effective", "2026-07-08"),
        ("最終更新日：2026年7月8日", "updated", "2026-07-08"),
        ("施行日：2026年7月8日", "effective", "2026-07-08"),
        ("制定日 2026年7月8日", "published", "2026-07-08"),
        ("更新日期：2026年7月8日", "updated", "2026-07-08"),
        ("生效日期：2026年7月8日", "effective", "2026-07-08"),
        ("发布日期：2026年7月8日", "published", "2026-07-08"),
        ("Last updated: 03/04/2024", "updated", None),
    ],
)
def test_a_date_line_says_what_it_dates(line: str, role: str, value: str | None) -> None:
    """The words before a date are its role; the line says nothing else, and is no clause to compare."""
    terms = text(f"# Terms\n\n{line}\n\n{MORE}")
    assert [(one.role, one.value) for one in terms.dates] == [(role, value)]
    assert roles(terms)[1] == "date"
    assert "date" not in roles(terms)[2:]


def test_a_bare_date_beneath_the_title_is_the_last_update() -> None:
    """There it can date nothing else; further down it is a line like any other."""
    assert [one.value for one in text(f"# Terms\n\nMay 1, 2024\n\n{MORE}").dates] == ["2024-05-01"]
    assert text(f"# Terms\n\n{MORE}\n\nMay 1, 2024\n\n{MORE}").dates == ()


def test_one_line_may_state_two_dates() -> None:
    """Each has the role of the words before it."""
    terms = text(f"# Terms\n\nLast modified 3 May 2024 | Effective 1 June 2024\n\n{MORE}")
    assert [(one.role, one.value) for one in terms.dates] == [("updated", "2024-05-03"), ("effective", "2024-06-01")]


def test_a_sentence_near_the_top_may_state_a_date_and_stays_a_clause() -> None:
    """A statement with words of its own is compared like any other."""
    line = (
        "These terms were last updated on 1 May 2024 and bind all customers of Northline in every country from then on."
    )
    terms = text(f"# Terms\n\n{line}\n\n{MORE}")
    assert [one.value for one in terms.dates] == ["2024-05-01"]
    assert roles(terms)[1] == "paragraph"


@pytest.mark.parametrize(
    "words",
    [
        "You agreed on 1 May 2024 to these terms",
        "The law of 1 May 2024 applies",
        "We may change it. 1 May 2024 was a Wednesday",
        "Copyright 2024",
        "Last updated: soon",
    ],
)
def test_a_date_of_something_else_is_not_stated(words: str) -> None:
    """Without words that say so, or in another sentence than they, no date is the document's own."""
    assert stated_dates(words) == []


def test_a_date_in_the_middle_of_the_terms_is_theirs() -> None:
    """Deep in the text a labelled date in a sentence dates something else."""
    middle = f"The rates that were updated on 1 May 2024 apply to every order. {PROSE}"
    assert text(f"# Terms\n\n{MORE}\n\n{middle}\n\n{MORE}").dates == ()


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("Version 1 - Update date: March 31, 2022.", "1"),
        ("Version: 3.2", "3.2"),
        ("Versión 2.1b", "2.1b"),
        ("Wersja 4 - obowiązuje od 8 lipca 2026", "4"),
    ],
)
def test_a_version_is_read_as_printed(line: str, version: str) -> None:
    """The provider's own label, beside a date or alone."""
    terms = text(f"# Terms\n\n{line}\n\n{MORE}")
    assert terms.version == version
    assert roles(terms)[1] == "date"


def test_a_version_in_the_text_is_a_word() -> None:
    """A sentence that names the version of some product says nothing of the terms."""
    assert text(f"# Terms\n\n{MORE}\n\nYou need version 7.\n\n{MORE}").version is None


@pytest.mark.parametrize(
    "heading", ["Modified date", "## Revision history", "**Change log**", "Changes to this document"]
)
def test_a_list_of_revisions_is_the_providers_own_notes(heading: str) -> None:
    """Up to the next heading; undated they give no date."""
    terms = text(f"# Terms\n\n{MORE}\n\n{heading}\n\nAdded a section.\n\nPublished.\n\n## Contact\n\nWrite to us.")
    assert terms.notes == ("Added a section.", "Published.")
    assert terms.dates == ()
    assert roles(terms)[-5:] == ["note", "note", "note", "heading", "paragraph"]


def test_the_newest_note_dates_the_document() -> None:
    """Whatever their order."""
    terms = text(f"# Terms\n\n{MORE}\n\nRevision history\n\n1 May 2024 - One.\n\n3 June 2025 - Two.\n\n2020 - Three.")
    assert [(one.role, one.value) for one in terms.dates] == [("updated", "2025-06-03")]
    assert len(terms.notes) == 3


@pytest.mark.parametrize("first", ["Modified date", "Revision history"])
def test_a_table_of_revisions_may_be_headed_by_its_own_row(first: str) -> None:
    """Its rows are notes, and what follows the table is not."""
    table = f"| {first} | What |\n|---|---|\n| May 1, 2024 | Added fees. |\n| May 2, 2023 | Published. |"
    terms = text(f"# Terms\n\n{MORE}\n\n{table}\n\nWrite to us about them.")
    assert terms.notes == ("May 1, 2024 | Added fees.", "May 2, 2023 | Published.")
    assert [one.value for one in terms.dates] == ["2024-05-01"]
    assert roles(terms)[-1] == "paragraph"
