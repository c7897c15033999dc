"""The web of what is watched: who watches what is named, who depends on it, what governs it, and what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.linked import dependants_of, governing, missing, of_source, web_near, web_of
from monitor.model import Linked, LinkKind, Naming, Source, Web

GTC = "General Terms and Conditions for SEABIRD Services (GTC)"
SUPPLEMENT = Source("seabird/voice", ("https://seabird.example/voice",), "Seabird Voice Supplement")
GENERAL = Source("seabird/general", ("https://seabird.example/gtc",), "Seabird General Terms and Conditions")
PRIVACY = Source("seabird/privacy", ("https://seabird.example/privacy",), "Privacy Policy")
FOREIGN = Source("harbor/general", ("https://harbor.example/gtc",), "General Terms and Conditions")


def names(*linked: tuple[LinkKind, str, str]) -> Naming:
    """What a page names: kind, name and address of each."""
    return Naming("", tuple(Linked(name, target, kind, "1") for kind, name, target in linked))


def web(sources: tuple[Source, ...], naming: Naming, of: Source = SUPPLEMENT) -> Web:
    """The web of these sources, one of which names something."""
    return web_of((of, *sources), {of.id: naming})


def watched(found: Web) -> list[str]:
    """By whom what is named is watched."""
    return [tie.watched for tie in found.ties]


# --- who watches it --------------------------------------------------------------------------


def test_a_link_is_watched_by_the_source_at_its_address() -> None:
    """Anchors, tracking keys, the scheme and a slash make no other address; its words do not count."""
    target = "http://www.seabird.example/gtc/?utm_source=voice#top"
    assert watched(web((GENERAL, PRIVACY), names(("part", "Privacy Policy", target)))) == ["seabird/general"]
    assert watched(web((PRIVACY,), names(("part", "Privacy Policy", "https://seabird.example/other")))) == [""]


def test_a_name_without_a_link_is_watched_by_a_source_of_the_same_provider() -> None:
    """Under a slightly different title; one of another provider is another document."""
    naming = names(("parent", GTC, ""))
    assert watched(web((FOREIGN, GENERAL, PRIVACY), naming)) == ["seabird/general"]
    assert watched(web((FOREIGN, PRIVACY), naming)) == [""]


def test_the_title_that_the_page_has_counts_beside_the_configured_one() -> None:
    """For a source may have been given a name of one's own."""
    found = web_of(
        (SUPPLEMENT, replace(GENERAL, title="The big one")),
        {SUPPLEMENT.id: names(("parent", GTC, "")), GENERAL.id: Naming("Seabird General Terms and Conditions")},
    )
    assert watched(found) == ["seabird/general"]


def test_a_document_is_not_tied_to_itself_nor_twice_to_another() -> None:
    """The first, gravest, word on it stays."""
    naming = names(
        ("part", "Voice Supplement", SUPPLEMENT.url), ("parent", "GTC", GENERAL.url), ("part", GTC, ""),
    )  # fmt: skip
    assert [(tie.watched, tie.document.kind) for tie in web((GENERAL,), naming).ties] == [("seabird/general", "parent")]


# --- who depends on it -------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "whole"), [("parent", False), ("part", True)])
def test_neighbours_depend_on_one_another_whoever_says_so(kind: LinkKind, whole: bool) -> None:
    """A parent's change concerns its supplement, and a part's the document that incorporates it; and the reverse."""
    found = web((GENERAL, PRIVACY), names((kind, "General Terms", GENERAL.url)))
    [named] = dependants_of(found, GENERAL.id)
    assert (named.source, named.title, named.whole) == (SUPPLEMENT, "Seabird Voice Supplement", whole)
    [naming] = dependants_of(found, SUPPLEMENT.id)
    assert (naming.source, naming.whole) == (GENERAL, not whole)
    assert dependants_of(found, PRIVACY.id) == ()


def test_a_mere_link_and_a_neighbour_s_neighbour_make_no_dependant() -> None:
    """A chain of three is told one step only."""
    assert dependants_of(web((GENERAL,), names(("linked", "General Terms", GENERAL.url))), GENERAL.id) == ()
    chain = web_of(
        (SUPPLEMENT, GENERAL, PRIVACY),
        {SUPPLEMENT.id: names(("parent", "GTC", GENERAL.url)), GENERAL.id: names(("part", "Privacy", PRIVACY.url))},
    )
    assert [one.source.id for one in dependants_of(chain, PRIVACY.id)] == ["seabird/general"]
    assert [one.source.id for one in dependants_of(chain, GENERAL.id)] == ["seabird/voice", "seabird/privacy"]


def test_of_many_sources_only_those_are_looked_at_that_may_be_tied() -> None:
    """The provider's own, those that it links to, and those that link to it; they depend on it as in the whole web."""
    linking = replace(FOREIGN, id="harbor/linking", urls=("https://harbor.example/linking",))
    stranger = replace(FOREIGN, id="harbor/stranger", urls=("https://harbor.example/stranger",))
    all_of_them = (SUPPLEMENT, GENERAL, FOREIGN, linking, stranger)
    namings = {
        SUPPLEMENT.id: names(("part", "Harbor Terms", FOREIGN.url)),
        linking.id: names(("part", "Voice Supplement", SUPPLEMENT.url)),
    }
    close = web_near(SUPPLEMENT.id, all_of_them, namings)
    assert tuple(one.source for one in close.members) == (SUPPLEMENT, GENERAL, FOREIGN, linking)
    of_all = dependants_of(web_of(all_of_them, namings), SUPPLEMENT.id)
    assert dependants_of(close, SUPPLEMENT.id) == of_all
    assert [one.source for one in of_all] == [FOREIGN, linking]


# --- which document governs --------------------------------------------------------------------


def test_a_supplement_s_parent_is_found_under_a_slightly_different_title() -> None:
    """By its name alone; an unrelated title is not it."""
    assert governing(web((GENERAL, PRIVACY), names()), SUPPLEMENT.id, GTC) == "seabird/general"
    assert governing(web((PRIVACY,), names()), SUPPLEMENT.id, GTC) is None


def test_of_two_providers_the_same_one_s_document_governs() -> None:
    """Unless the text links the other one's."""
    assert governing(web((FOREIGN, GENERAL), names()), SUPPLEMENT.id, GTC) == "seabird/general"
    assert governing(web((FOREIGN,), names()), SUPPLEMENT.id, GTC) is None
    linked = names(("linked", "the General Terms and Conditions", FOREIGN.url))
    assert governing(web((FOREIGN, GENERAL), linked), SUPPLEMENT.id, "General Terms and Conditions") == "harbor/general"


def test_where_two_documents_fit_equally_well_none_governs() -> None:
    """An invented answer would be worse than none."""
    twin = replace(GENERAL, id="seabird/general-2", urls=("https://seabird.example/gtc-us",))
    assert governing(web((GENERAL, twin), names()), SUPPLEMENT.id, GTC) is None


def test_the_agreement_is_the_only_parent_there_is() -> None:
    """Of none or several nobody can say which it is."""
    one: tuple[LinkKind, str, str] = ("parent", "Customer Terms", GENERAL.url)
    other: tuple[LinkKind, str, str] = ("parent", "Other Terms", PRIVACY.url)
    both = (GENERAL, PRIVACY)
    assert governing(web(both, names(one)), SUPPLEMENT.id, "the Agreement") == "seabird/general"
    assert governing(web(both, names(one, other)), SUPPLEMENT.id, "the Agreement") is None
    assert governing(web(both, names()), SUPPLEMENT.id, "Agreement") is None
    assert governing(web((), names(("parent", "X Terms", ""))), SUPPLEMENT.id, "Agreement") is None


# --- what is missing ---------------------------------------------------------------------------


def test_what_is_missing_has_an_address_and_is_likely_to_be_terms() -> None:
    """Each address once; pages about products only where these terms incorporate them."""
    found = web(
        (GENERAL,),
        names(
            ("parent", "GTC", GENERAL.url),
            ("part", "Price List", "https://seabird.example/prices"),
            ("part", "Acceptable Use Policy", ""),
            ("linked", "Privacy Policy", "https://seabird.example/privacy"),
            ("linked", "Privacy Statement", "https://www.seabird.example/privacy/#eu"),
            ("linked", "Pricing", "https://seabird.example/rates"),
            ("linked", "Our new terms", "https://seabird.example/blog/terms"),
        ),
    )
    assert [tie.document.name for tie in missing(found, SUPPLEMENT.id)] == ["Price List", "Privacy Policy"]
    assert len(of_source(found, SUPPLEMENT.id)) == 7
    assert missing(found, GENERAL.id) == ()
