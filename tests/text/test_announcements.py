"""What tells of an update of the terms, and what is part of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.announcements import is_announcement


@pytest.mark.parametrize(
    "text",
    [
        "We're updating our Terms. The updates take effect on 5 May 2026. See the current version here.",
        "We have updated our Privacy Policy, effective June 1, 2025.",
        "This is the previous version of these terms",
        "A new version of this agreement applies from 1 June 2026.",
        "Our Terms of Use are changing on 1 March 2026. Read the new terms.",
        "These Terms will be replaced by a new version on 1 June 2026.",
        "You are viewing an archived version of this policy. Click here for the current version.",
        "We\u2019ve updated our Terms. By continuing to use Northline after 1 June 2026 you agree to the new terms.",
        "This version is no longer in effect. See the current version.",
        "Our policy has been updated. See what is new at https://northline.example/changes.",
        "The new Terms will take effect on 1 June 2026 at 12:00 pm.",
        "These Terms have been replaced on 1 June 2026 by an updated version.",
        "The agreement with you has been updated on 1 June 2026.",
        "The new Terms apply to all customers from 1 June 2026.",
        "We\u2019ve updated our Terms. By continuing to use Northline after 1 June 2026 you accept these changes.",
        "Diese Bedingungen wurden am 1. Juni 2026 durch eine neue Fassung ersetzt.",
        "Wir haben unsere Nutzungsbedingungen aktualisiert. Die neue Fassung gilt ab dem 1. Juni 2026.",
        "Dies ist eine frühere Fassung dieser Bedingungen.",
        "Nous avons mis à jour nos Conditions générales, applicables à compter du 1er juin 2026.",
        "Hemos actualizado nuestros Términos. Entran en vigor el 1 de junio de 2026. Consulte la versión actual aquí.",
        "We hebben onze voorwaarden bijgewerkt. De nieuwe versie geldt vanaf 1 juni 2026.",
        "Abbiamo aggiornato i nostri Termini. Le nuove condizioni entrano in vigore il 1º giugno 2026.",
        "Atualizamos os nossos Termos. A nova versão entra em vigor em 1 de junho de 2026.",
    ],
)
def test_an_update_that_is_told_is_an_announcement(text: str) -> None:
    """It speaks of this update, with its day or the way to the other version."""
    assert is_announcement(text)


@pytest.mark.parametrize(
    "text",
    [
        "We may update these terms; changes take effect 30 days after posting.",
        "These terms take effect when you sign.",
        "These Terms apply from 1 June 2026 to all orders.",
        "If we update these terms we will post the new version here.",
        "We will notify you of any changes to this policy by mail.",
        "This Agreement supersedes all prior versions and agreements of the parties.",
        "We have changed our refund policy: from 1 June 2026 refunds take 30 days.",
        "We have updated our Terms to add arbitration, effective 1 June 2026.",
        "We have updated our Terms on 1 June 2026. The customer keeps copies of all letters.",
        "We have updated our Terms.",
        "The new rules apply to contracts concluded before 1 June 2026.",
        "We updated our systems on 1 May 2026.",
        "Prices will change on 1 June 2026.",
        "See previous versions",
        "Wir können diese Bedingungen jederzeit ändern. Die neue Fassung gilt ab dem 1. Juni 2026.",
        "These Terms have been replaced by the Enterprise Agreement for customers with a plan. Learn more here.",
        "These Terms have been replaced by the Enterprise Agreement on 1 May 2026.",
        "The new Terms apply from 1 June 2026. By continuing to use Northline you agree that it sells your data.",
        "The new Terms apply from 1 June 2026. By continuing to use Northline you agree to sell your data.",
        "For customers in Germany the previous version of these terms applies, see here.",
        "The previous version of these terms still applies in Germany. The new version is effective on 1 July 2027.",
        "Our agreement with Mailforge has been replaced on 1 May 2026 by one with Adtrack; read here.",
        "We have updated our Terms on 1 May 2026. Customers with orders from 2025 keep the former version, see here.",
        "Die Bedingungen wurden am 1. Mai 2026 durch den Rahmenvertrag ersetzt.",
        "Les conditions ont été remplacées le 1er mai 2026 par le Contrat Entreprise.",
        "Nous pouvons modifier ces conditions à tout moment. Voir ici.",
        "Podemos modificar estos términos. La nueva versión entra en vigor el 1 de junio de 2026.",
        "",
    ],
)
def test_a_clause_of_the_terms_is_none(text: str) -> None:
    """How terms may be changed, when they bind and what they say is part of them."""
    assert not is_announcement(text)


@given(st.sampled_from(["You must pay.", "The fee is EUR 5.", "You may not object.", "Haftung ist ausgeschlossen."]))
def test_no_announcement_carries_a_duty_along(duty: str) -> None:
    """A sentence that binds makes the passage a clause, whatever stands before it."""
    assert not is_announcement(f"We have updated our Terms, effective 1 June 2026. {duty}")


def test_a_long_passage_is_none() -> None:
    """What says more than a banner holds more than an announcement."""
    sentence = "We have updated our Terms, effective 1 June 2026. "
    assert is_announcement(sentence * 5)
    assert not is_announcement(sentence * 12)


@pytest.mark.parametrize("piece", ["we have updated ", "new ", "a.", "wir haben ", "this is "])
def test_any_length_is_looked_at_within_bounds(piece: str) -> None:
    """A passage that goes on begins no announcement."""
    assert not is_announcement(piece * (200_000 // len(piece)))
