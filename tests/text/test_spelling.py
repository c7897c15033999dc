"""One spelling for two editions of a language, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import words
from monitor.text.spelling import one_spelling, spelled_words, without_loose_hyphens

SAME = (
    "center/centre centered/centred color/colour colors/colours license/licence licensed/licenced licensee/licencee "
    "sublicense/sublicence organization/organisation organizational/organisational authorized/authorised "
    "unauthorized/unauthorised recognize/recognise realize/realise utilization/utilisation customise/customize "
    "minimise/minimize apologise/apologize ionised/ionized analyze/analyse analyzing/analysing paralyzed/paralysed "
    "canceled/cancelled canceling/cancelling cancellation/cancelation labeled/labelled unlabeled/unlabelled "
    "modeling/modelling traveler/traveller counselor/counsellor councilor/councillor signaled/signalled "
    "program/programme programs/programmes defense/defence offenses/offences fulfill/fulfil fulfillment/fulfilment "
    "enrollment/enrolment installment/instalment judgment/judgement acknowledgments/acknowledgements "
    "catalog/catalogue catalogs/catalogues dialog/dialogue gray/grey behavior/behaviour honored/honoured "
    "favorable/favourable neighboring/neighbouring endeavor/endeavour fiber/fibre kilometers/kilometres "
    "liters/litres theater/theatre skillful/skilful willful/wilful artifact/artefact aging/ageing "
    "practicing/practising maneuver/manoeuvre focused/focussed program/programme"
).split()
OTHER = (
    "prize/prise size/sise meter/metre tire/tyre check/cheque story/storey draft/draught inquiry/enquiry curb/kerb "
    "ensure/insure affect/effect apprise/apprize counselor/councilor council/counsel four/for hour/hor our/or "
    "tour/tor revise/revive seise/seize may/must shall/will licensor/licensee principal/principle advice/advise "
    "device/devise price/prize rise/raise premise/promise except/accept lease/leash color/collar center/enter "
    "full/fuel total/totally level/lever provider/provided user/users party/parties terminate/terminated "
    "author/authorize legal/legalize public/publicize"
).split()
WORDS = sorted({word for pair in SAME + OTHER for word in pair.split("/")})


@pytest.mark.parametrize("pair", SAME)
def test_both_editions_are_one_word(pair: str) -> None:
    """What is only spelled otherwise is the same word, with all its endings."""
    one, other = one_spelling(pair.split("/"), "en")
    assert one == other


@pytest.mark.parametrize("pair", OTHER)
def test_words_that_only_look_alike_stay_apart(pair: str) -> None:
    """A letter is all that tells some words apart that say different things."""
    one, other = one_spelling(pair.split("/"), "en")
    assert one != other


@given(st.text(alphabet="abceilmnorstuyzé0", min_size=1, max_size=14) | st.sampled_from(WORDS))
def test_spelling_twice_changes_nothing_more(word: str) -> None:
    """The spelling that is chosen is its own."""
    once = one_spelling([word], "en")
    assert one_spelling(once, "en") == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The contract is with Harbour Cloud Limited.", "The contract is with Harbor Cloud Limited."),
        ("Harbour Cloud Ltd is the seller.", "Harbor Cloud Ltd is the seller."),
        ("Data goes to Colour Centre for print.", "Data goes to Color Center for print."),
        ("It is sold by Northline Labour, and by nobody else.", "It is sold by Northline Labor, and by nobody else."),
    ],
)
def test_a_name_keeps_its_spelling(one: str, other: str) -> None:
    """Another spelling of a name may be another party."""
    assert spelled_words(one, "en") != spelled_words(other, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Colour fades. Licences end.", "Color fades. Licenses end."),
        ("an Authorised User may cancel", "an Authorized User may cancel"),
        ("Licences and Programmes of the Northline Group", "Licenses and Programs of the Northline Group"),
        ("THE PROGRAMME IS AUTHORISED", "THE PROGRAM IS AUTHORIZED"),
        ("the harbour of Northline", "the harbor of Northline"),
        ("Our clerks organise what falls under U.S. law alone", "Our clerks organize what falls under U.S. law alone"),
    ],
)
def test_a_capital_alone_makes_no_name(one: str, other: str) -> None:
    """Sentences, titles and shouts begin with capitals, too."""
    assert spelled_words(one, "en") == spelled_words(other, "en")


@given(
    st.lists(
        st.sampled_from([*WORDS, "Harbour", "Limited", "Programme", "the", ".", "Authorised", "-", "B.V.", "Our"]),
        max_size=9,
    )
)
def test_names_make_no_words_more_or_less(chosen: list[str]) -> None:
    """Only how words are spelled depends on them."""
    assert len(spelled_words(" ".join(chosen), "en")) == len(words(" ".join(chosen)))


@given(st.sampled_from(WORDS), st.sampled_from(["fr", "sv", "pl", "ja"]))
def test_other_languages_keep_their_words(word: str, language: str) -> None:
    """A table for English says nothing of another language."""
    assert one_spelling([word], language) == [word]


@pytest.mark.parametrize(
    ("old", "new"),
    [("selbständige", "selbstständige"), ("substantiell", "substanziell"), ("photographie", "fotografie")],
)
def test_german_before_and_after_its_reform_is_one(old: str, new: str) -> None:
    """Both spellings stand in terms of today."""
    assert one_spelling([old], "de") == one_spelling([new], "de")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("non-exclusive sub-licences by e-mail", "nonexclusive sublicences by email"),
        ("you may re-sign it and re-cover", "you may re-sign it and re-cover"),
        ("a 30-day, co-2 plan", "a 30-day, co-2 plan"),
    ],
)
def test_only_prefixes_that_change_no_sense_are_joined(text: str, joined: str) -> None:
    """To re-sign is not to resign."""
    assert without_loose_hyphens(text, "en") == joined


def test_a_heading_tells_no_names() -> None:
    """Its words are capitalised as its edition likes."""
    line = "Use of {} by us The customer pays for all that Northline sends."
    one, other = line.format("Programmes"), line.format("Programs")
    assert spelled_words(one, "en", 17) == spelled_words(other, "en", 17)
    assert spelled_words(one, "en") != spelled_words(other, "en")
