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
        ("Last updated 2024", "updated", "2024"),
        ("Last Updated: 3/2024", "updated", "2024-03"),
        ("Last updated: 2024-05-01T10:00:00Z", "updated", "2024-05-01"),
        ("Last updated: July 8th, 2026 at 10:30 AM UTC", "updated", "2026-07-08"),
        ("Effective: 8-Jul-26 (view previous versions)", "effective", "2026-07-08"),
        ("Version dated 1 May 2024", "version", "2024-05-01"),
        ("Version 05/2024", "version", "2024-05"),
        ("Date: 8th of July, 2026", "updated", "2026-07-08"),
        ("Dated 1 May 2024", "updated", "2024-05-01"),
        ("1 May 2024 (effective)", "effective", "2024-05-01"),
        ("Date of publication: 1 May 2024", "published", "2024-05-01"),
        ("Stand 05/2024", "updated", "2024-05"),
        ("Fassung vom 10. 3. 2024", "version", "2024-03-10"),
        ("Diese Nutzungsbedingungen gelten ab dem 1. Mai 2024.", "effective", "2024-05-01"),
        ("Diese Fassung tritt am 1. Mai 2024 in Kraft.", "effective", "2024-05-01"),
        ("Version du 1er janvier 2024", "version", "2024-01-01"),
        ("Applicable à compter du 1er mai 2024", "effective", "2024-05-01"),
        ("Publié le 8 juillet 2026", "published", "2026-07-08"),
        ("Fecha de la última modificación: 1º de enero de 2024", "updated", "2024-01-01"),
        ("Vigente desde el 1 de mayo de 2024", "effective", "2024-05-01"),
        ("Publicado em 1 de maio de 2024", "published", "2024-05-01"),
        ("Data de vigência: 1º de maio de 2024", "effective", "2024-05-01"),
        ("Data di entrata in vigore: 1º luglio 2026", "effective", "2026-07-01"),
        ("Pubblicato il 8 luglio 2026", "published", "2026-07-08"),
        ("Datum laatste wijziging: 8 juli 2026", "updated", "2026-07-08"),
        ("Geldig vanaf 8 juli 2026", "effective", "2026-07-08"),
        ("Niniejszy regulamin obowiązuje od 3 maja 2024 r.", "effective", "2024-05-03"),
        ("Opublikowano 3 maja 2024 r.", "published", "2024-05-03"),
        ("Senast ändrad den 3 mars 2024", "updated", "2024-03-03"),
        ("Publicerad den 3 mars 2024", "published", "2024-03-03"),
        ("2024年5月1日 改定", "updated", "2024-05-01"),
        ("2024年5月1日制定", "published", "2024-05-01"),
        ("令和6年5月1日 施行", "effective", "2024-05-01"),
        ("最終改訂日：令和元年５月１日（水）", "updated", "2019-05-01"),
        ("本規約は、平成30年4月1日より施行します。", "effective", "2018-04-01"),
        ("2024年5月1日起生效", "effective", "2024-05-01"),
        ("2024年5月1日更新", "updated", "2024-05-01"),
        ("本协议自2024年5月1日起施行", "effective", "2024-05-01"),
        ("最后更新时间：２０２４年５月１日", "updated", "2024-05-01"),
        ("시행일: 2024. 5. 1.", "effective", "2024-05-01"),
        ("2024년 5월 1일 개정", "updated", "2024-05-01"),
        ("Дата вступления в силу: 1 мая 2024 г.", "effective", "2024-05-01"),
        ("Редакция от 1 мая 2024 г.", "version", "2024-05-01"),
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


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        ("Last modified 3 May 2024 | Effective 1 June 2024", "updated", "effective"),
        ("Published 3 May 2024, updated 1 June 2024", "published", "updated"),
        ("3 May 2024 (published), 1 June 2024 (updated)", "published", "updated"),
        ("2024年5月3日 制定　2024年6月1日 改定", "published", "updated"),
        ("制定日：2024年5月3日　改定日：2024年6月1日", "published", "updated"),
    ],
)
def test_one_line_may_state_two_dates(line: str, first: str, second: str) -> None:
    """Each has the role of the words before it, or of those behind it, as the line begins."""
    terms = text(f"# Terms\n\n{line}\n\n{MORE}")
    assert [(one.role, one.value) for one in terms.dates] == [(first, "2024-05-03"), (second, "2024-06-01")]
    assert roles(terms)[1] == "date"


@pytest.mark.parametrize("line", ["Updated: 5 days ago", "Updated over a week ago", "5 days ago", "Edited just now"])
def test_how_long_ago_an_update_was_is_no_clause_anywhere(line: str) -> None:
    """A page of several documents prints one for each, far from both ends."""
    terms = text(f"# Terms\n\n{MORE}\n\n{line}\n\n{MORE}")
    assert (roles(terms).count("note"), roles(terms)[len(roles(terms)) // 2]) == (1, "note")


@pytest.mark.parametrize(
    "line",
    [
        "You may cancel up to 14 days ago",
        "Answer within 5 days of the update",
        "Our prices were last updated 5 days ago",
        "The service is not updated today",
        "Last month",
        "Orders updated yesterday are free of charge",
    ],
)
def test_a_sentence_with_a_time_in_it_stays_a_clause(line: str) -> None:
    """Only what says nothing else stands apart."""
    assert "note" not in roles(text(f"# Terms\n\n{MORE}\n\n{line}\n\n{MORE}"))


def test_an_entry_of_the_providers_history_is_kept_without_its_age() -> None:
    """What it brought is a note, how long ago it was made is not."""
    terms = text(f"# Terms\n\n{MORE}\n\n## Change log\n\n- Fees added 3 days ago\n- Updated 9 days ago\n")
    assert terms.notes == ("Fees added",)


def test_an_age_beside_a_date_leaves_the_date() -> None:
    """The line says nothing but when; what can be compared of it is the date."""
    terms = text(f"# Terms\n\n{MORE}\n\nUpdated 5 days ago | Effective: 1 May 2024\n\n{MORE}")
    assert [date.value for date in terms.dates] == ["2024-05-01"]
    assert "date" in roles(terms)


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
        "Last updated 18 days ago",
        "Last updated last month",
        "Effective within 30 days of 2024-05-01",
        "Effective 30 days after 1 May 2024",
        "Valid until 1 May 2024",
        "Regulation (EU) 2016/679, as amended",
        "Ley 7/2021, actualizada",
        "Effective version 1.2.24",
        "Updated in Section 1.2.20",
        "Contact, updated: 555-01-2024",
        "Effective 1 May 2024, fees double for every customer",
        "Prices effective 1 May 2024: 30 EUR",
        "料金は2024年5月1日より適用",
        "This replaces the version of 1 May 2020",
        "Ersetzt die Fassung vom 1. Mai 2020",
        "Previous version: 1 May 2020",
        "The order dated 1 May 2024 governs the price",
    ],
)
def test_a_date_of_something_else_is_not_stated(words: str) -> None:
    """Without words that say so, or in another sentence than they, no date is the document's own."""
    assert stated_dates(words) == []


@pytest.mark.parametrize(
    "line",
    [
        "Effective 1 May 2024, fees double.",
        "The fee of 30 EUR is effective from 1 May 2024.",
        "Diese Preise gelten ab dem 1. Mai 2024 für alle Kunden.",
        "料金は2024年5月1日より適用されます。",
        "Last updated 1 May 2024 by our lawyers, who removed a clause.",
    ],
)
def test_a_short_sentence_that_says_more_stays_a_clause(line: str) -> None:
    """However short it is, what it says beside a date is compared."""
    assert roles(text(f"# Terms\n\n{line}\n\n{MORE}"))[1] == "paragraph"


def test_the_date_of_a_signature_is_no_date_of_the_document() -> None:
    """Words that say no more than that there is a date count at the ends of a document alone."""
    terms = text(f"# Terms\n\n{MORE}\n\nDate: 1 May 2024\n\n{MORE}")
    assert terms.dates == ()
    assert "date" not in roles(terms)


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
        ("Version 2.1", "2.1"),
        ("v2.1", "2.1"),
        ("v2.1 - 1 May 2024", "2.1"),
        ("Ver. 3", "3"),
        ("Version 1.2.24", "1.2.24"),
        ("Rev. B, 1 May 2024", "B"),
        ("Edition 4", "4"),
        ("2nd Edition", "2"),
        ("Version No. 7", "7"),
        ("Document version: 4, issued 3 May 2024", "4"),
        ("第2版", "2"),
        ("第１.０版", "１.０"),
        ("版本号：V2.0", "2.0"),
        ("バージョン 1.2", "1.2"),
        ("버전 3", "3"),
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
    assert text(f"# Terms\n\nYou need version 7.\n\n{MORE}").version is None


def test_the_figures_of_a_date_are_no_version() -> None:
    """A version that is called by its day has a date, and no number."""
    terms = text(f"# Terms\n\nVersion: 18 November 2024\n\n{MORE}")
    assert terms.version is None
    assert [(one.role, one.value) for one in terms.dates] == [("version", "2024-11-18")]


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


@pytest.mark.parametrize(
    ("notes", "footer"),
    [
        ("Added a section.\n\nPublished.", "(c) 2024 Northline Telecom"),
        ("Added a section.\n\nPublished.", "Northline answers every letter."),
        ("- Added a section.\n- Published.", "Northline answers every letter."),
        ("1 May 2024 - Added a section.\n\n2 May 2023 - Published.", "Northline answers every letter."),
        ("1 May 2024\n\nAdded a section.\n\n2 May 2023\n\nPublished.", "Northline answers every letter."),
        ("1 May 2024\n\n- Added a section.\n- Removed one.", "Northline answers every letter."),
    ],
)
def test_a_footer_beneath_the_revisions_is_no_note(notes: str, footer: str) -> None:
    """The list ends at what is neither dated nor like its entries, heading or not."""
    terms = text(f"# Terms\n\n{MORE}\n\n## Revision history\n\n{notes}\n\n{footer}")
    assert footer not in terms.notes
    assert terms.clauses[-1].text == footer
    assert roles(terms)[-1] == "paragraph"
    assert roles(terms)[-3:-1] == ["note", "note"]


@pytest.mark.parametrize(
    "heading",
    ["Änderungshistorie", "Historique des versions", "Historial de cambios", "Histórico de alterações",
     "Cronologia delle modifiche", "Versiegeschiedenis", "Historia zmian", "Ändringshistorik", "改定履歴", "修订记录"],
)  # fmt: skip
def test_a_list_of_revisions_is_known_in_many_languages(heading: str) -> None:
    """By its heading."""
    terms = text(f"# Terms\n\n{MORE}\n\n## {heading}\n\n- 2024-05-01: A\n- 2023-05-01: B")
    assert len(terms.notes) == 2


def test_entries_under_dated_headings_are_notes() -> None:
    """A heading that is a date divides the list, and does not end it."""
    notes = "### 1 May 2024\n\n- Added a section.\n\n### 2 May 2023\n\n- Published."
    terms = text(f"# Terms\n\n{MORE}\n\n## Change log\n\n{notes}\n\n## Contact\n\nWrite to us.")
    assert terms.notes == ("1 May 2024", "Added a section.", "2 May 2023", "Published.")
    assert roles(terms)[-2:] == ["heading", "paragraph"]


@pytest.mark.parametrize("piece", ["updated 1 May 2024 ", "Last ", "2024 ", "令和", "date of the ", "zuletzt "])
def test_a_wall_of_dates_is_read_within_bounds(piece: str) -> None:
    """One clause of megabytes is read at its ends."""
    stated_dates(piece * (3_000_000 // len(piece)))


@pytest.mark.parametrize(
    "line",
    [
        "Preiserhöhung gültig ab 1. Mai 2024",
        "Not valid from 1 May 2024",
        "Surcharge effective 1 May 2024",
        "Suspended as of 1 May 2024",
        "Cookies of the shop, as of November 2025",
        "User data published 1 May 2024",
        "Letzte Kündigung: 1. Mai 2024",
        "Valid from 1 May 2024 to 30 April 2025",
        "Valid from 1 May 2024 - 30 April 2025",
        "Price updated 3 hours ago",
    ],
)
def test_any_other_word_beside_a_date_keeps_the_clause(line: str) -> None:
    """It could be the one that counts."""
    assert "date" not in roles(text(f"# Northline Terms\n\n{line}\n\n{MORE}"))


def test_the_documents_own_title_may_stand_beside_its_date() -> None:
    """With its name, and without a negation; the date is stated either way."""
    line = "Northline Inc. Terms of Service, last updated 1 May 2024"
    for title, role in (("Northline Inc. Terms of Service", "date"), ("Harbor", "paragraph")):
        terms = text(f"# {title}\n\n{line}\n\n{MORE}")
        assert ([one.value for one in terms.dates], roles(terms)[1]) == (["2024-05-01"], role)
    assert roles(text(f"# Do not call\n\nNot valid from 1 May 2024\n\n{MORE}"))[1] == "paragraph"


@pytest.mark.parametrize(
    "line",
    [
        "Last updated 18 days ago",
        "This page was last updated 3 hours ago",
        "Last updated: yesterday",
        "Zuletzt aktualisiert vor 3 Tagen",
        "Mis à jour il y a 3 jours",
        "Actualizado hace 3 días",
        "Atualizado há 3 dias",
        "Aggiornato 3 giorni fa",
        "Bijgewerkt 3 dagen geleden",
        "Zaktualizowano 3 dni temu",
        "Uppdaterad för 3 dagar sedan",
        "最終更新：3日前",
        "更新于3天前",
    ],
)
def test_how_long_ago_an_update_was_is_no_clause_and_no_date(line: str) -> None:
    """It reads differently each day, and means the same."""
    terms = text(f"# Terms\n\n{line}\n\n{MORE}")
    assert (roles(terms)[1], terms.dates, terms.notes) == ("note", (), ())
