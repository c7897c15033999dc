"""The other documents that terms incorporate or point to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Clause, Link
from monitor.read.references import references_of

BASE = "https://northline.example/legal/terms"


def clause(text: str, *links: tuple[str, str], heading: str = "", path: str = "1") -> Clause:
    """A paragraph, or a heading where it has no text."""
    return Clause(
        path, None, heading, text, 0, 1, "paragraph" if text else "heading", tuple(Link(*link) for link in links)
    )


def found(*clauses: Clause) -> list[tuple[str, str, bool]]:
    """Words, address and whether it is incorporated, of each reference."""
    return [(one.text, one.target, one.incorporated) for one in references_of(clauses, BASE)]


@pytest.mark.parametrize(
    "words",
    [
        "Privacy Policy", "our terms of use", "Data Processing Addendum", "Schedule 2", "Annex B", "service-level SLA",
        "List of subprocessors", "Acceptable Use Guidelines", "Privacy", "Datenschutzerklärung", "Nutzungsbedingungen",
        "Auftragsverarbeitungsvereinbarung", "Preisliste", "politique de confidentialité",
        "conditions générales de vente", "liste des sous-traitants", "política de privacidad", "Términos del servicio",
        "política de privacidade", "termos de uso", "informativa sulla privacy", "condizioni generali",
        "privacybeleid", "algemene voorwaarden", "polityka prywatności", "regulamin", "integritetspolicy",
        "användarvillkor", "プライバシーポリシー", "利用規約", "隐私政策", "用户协议",
        "개인정보 처리방침", "политика конфиденциальности",
    ],
)  # fmt: skip
def test_a_link_whose_words_name_a_document_is_a_reference(words: str) -> None:
    """In the languages that terms are written in, with its complete address."""
    assert found(clause(f"See {words}.", (words, "../other"))) == [(words, "https://northline.example/other", False)]


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("click here", "/policy"),
        ("hier", "/policy"),
        ("our blog", "/blog"),
        ("Privacy Policy", "#privacy"),
        ("Privacy Policy", "mailto:privacy@northline.example"),
        ("Privacy Policy", "tel:+15550100"),
        ("Privacy Policy", "javascript:void(0)"),
        ("Privacy Policy", "https://www.facebook.com/northline/policy"),
        ("Privacy Policy", "https://privacy@northline.example"),
        ("Privacy Policy", "http://[northline"),
        ("Privacy Policy", ""),
        ("privacy-policy@northline.example", "/x"),
        ("these terms", BASE),
        ("these terms", f"{BASE}?utm_source=mail#top"),
        ("Consumer Policy Act", "/act"),
        ("police", "/p"),
    ],
)
def test_a_link_that_leads_to_no_other_document_is_none(words: str, target: str) -> None:
    """An invitation, a place on the same page, a mail address, a network, a law."""
    assert found(clause(f"See {words}.", (words, target))) == []


def test_a_document_is_listed_once_where_it_is_named_first() -> None:
    """Fragments and tracking lead to the same place; a later sentence may still incorporate it."""
    listed = references_of(
        [
            clause("See the Fees Schedule.", ("Fees Schedule", "/fees#top"), path="1"),
            clause(
                "The Schedule is incorporated.", ("Schedule", "https://www.northline.example/fees?gclid=1"), path="2"
            ),
            clause("See the Fees Schedule.", ("Fees Schedule", "/fees"), path="3"),
        ],
        BASE,
    )
    assert [(one.text, one.target, one.clause, one.incorporated) for one in listed] == [
        ("Fees Schedule", "https://northline.example/fees", "1", True)
    ]


@pytest.mark.parametrize(
    ("sentence", "incorporated"),
    [
        ("The X Policy is incorporated by reference.", True),
        ("The X Policy forms part of this agreement.", True),
        ("Your use is governed by the X Policy.", True),
        ("Use is subject to the X Policy.", True),
        ("The X Policy supplements these terms.", True),
        ("Die X Policy ist Bestandteil des Vertrags.", True),
        ("La X Policy fait partie intégrante du contrat.", True),
        ("La X Policy forma parte de este contrato.", True),
        ("A X Policy faz parte deste contrato.", True),
        ("La X Policy è parte integrante del contratto.", True),
        ("De X Policy maakt deel uit van de overeenkomst.", True),
        ("X Policy stanowi integralną część umowy.", True),
        ("X Policy utgör en del av avtalet.", True),
        ("X Policyは本規約の一部を構成します。", True),
        ("X Policy是本协议的组成部分。", True),
        ("Read the X Policy.", False),
        ("Read the X Policy. Fees are incorporated.", False),
        ("Northline, a company incorporated in Delaware, has an X Policy.", False),
    ],
)
def test_a_sentence_may_make_a_document_part_of_the_terms(sentence: str, incorporated: bool) -> None:
    """Only its own sentence counts, and a company is incorporated in another sense."""
    assert found(clause(sentence, ("X Policy", "/x"))) == [("X Policy", "https://northline.example/x", incorporated)]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The Harbor Data Processing Addendum is incorporated by reference.", ["Harbor Data Processing Addendum"]),
        ("You pay as set out in our Fair Use Policy and the Price List.", ["Fair Use Policy and the Price List"]),
        ("The SLA forms part of this agreement.", ["SLA"]),
        ("Die Allgemeinen Geschäftsbedingungen sind Bestandteil des Vertrags.", ["Allgemeinen Geschäftsbedingungen"]),
        ("La Política de Privacidad forma parte de este contrato.", ["Política de Privacidad"]),
        ("「個人情報保護方針」は本規約の一部を構成します。", ["個人情報保護方針"]),
        ("《隐私政策》是本协议的组成部分。", ["隐私政策"]),
        ("These Terms form part of the agreement.", []),
        ("This Fair Use Policy forms part of the agreement.", []),
        ("THE FAIR USE POLICY FORMS PART OF THE AGREEMENT.", []),
        ("It is governed by the Consumer Policy Act.", []),
        ("Read the Fair Use Policy.", []),
        ("Northline Incorporated publishes a Fair Use Policy.", []),
    ],
)
def test_a_document_without_a_link_counts_where_it_is_incorporated(sentence: str, names: list[str]) -> None:
    """By its capitalised name, or its name in quotes; it has no address."""
    assert found(clause(sentence)) == [(name, "", True) for name in names]


def test_a_document_that_is_linked_needs_no_second_entry_for_its_name() -> None:
    """Nor one for its initials, nor for the document itself."""
    assert found(
        clause("", heading="Master Services Terms"),
        clause("Read the Acceptable Use Policy.", ("Acceptable Use Policy", "/aup")),
        clause("The Acceptable Use Policy forms part of the Master Services Terms. The AUP is incorporated."),
    ) == [("Acceptable Use Policy", "https://northline.example/aup", False)]


def test_a_printed_address_is_called_by_the_name_before_it() -> None:
    """The words of the link are then no name."""
    printed = "https://northline.example/aup-policy"
    text = f"The Acceptable Use Policy ({printed}) applies."
    assert found(clause(text, (printed, printed))) == [("Acceptable Use Policy", printed, False)]
    assert found(clause(f"See {printed}", (printed, printed))) == [(printed, printed, False)]


def test_a_list_of_contents_refers_to_nothing() -> None:
    """Its links repeat the headings below."""
    contents = Clause("1", None, "", "Policy", 0, 1, "contents", (Link("Policy", "/policy"),))
    assert references_of([contents], BASE) == ()


def test_a_wall_of_links_and_sentences_is_read_within_bounds() -> None:
    """What is built to be slow gives a bounded list."""
    links = tuple((f"Policy {number}", f"/{number}") for number in range(2_000))
    wall = clause("The X Policy is incorporated. " * 20_000, *links)
    assert len(references_of([wall, wall], BASE)) <= 501
    for piece in ("A ", "Aa of the ", "incorporated in ", "\u300cPolicy", "Policy" * 10 + " "):
        references_of([clause(f"{piece * (200_000 // len(piece))} forms part of")], BASE)


MADE_UP = st.text(st.sampled_from("ab AZ.:/#?&=@[]%《》'\u3002\n"), max_size=40)


@given(MADE_UP, MADE_UP, MADE_UP)
def test_any_clause_has_references_with_an_address_or_none(text: str, words: str, target: str) -> None:
    """No link is too broken to be looked at."""
    for one in references_of([clause(f"{text} forms part of {words}", (f"{words} policy", target))], BASE):
        assert one.target == "" or one.target.startswith(("http://", "https://"))
