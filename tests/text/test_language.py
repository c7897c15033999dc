"""Which language a text is in."""

from __future__ import annotations

import pytest

from monitor.text.language import detect


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "利用者はサービスを他の目的に使用できません。詳細はhttps://northline.example/termsを参照。" * 3),
        ("en", "You may not use the Service for any purpose that is not allowed by these terms."),
        ("de", "Sie dürfen den Dienst nicht für andere Zwecke nutzen, und wir haften nicht für die Folgen."),
        ("fr", "Vous ne pouvez pas utiliser le service pour une autre fin que celle des présentes conditions."),
        ("es", "No puede usar el servicio para otros fines con una cuenta que no sea la suya."),
        ("pt", "Você não pode usar o serviço para outros fins com uma conta que não seja a sua."),
        ("it", "Il cliente non può usare il servizio per altri scopi e paga le tariffe della lista."),
        ("nl", "U mag de dienst niet voor andere doelen gebruiken en u betaalt het tarief van de lijst."),
        ("pl", "Nie można korzystać z usługi w innych celach oraz opłaty są płatne do końca miesiąca."),
        ("sv", "Du får inte använda tjänsten för andra ändamål och du betalar för den som är din."),
        ("ja", "利用者はサービスを他の目的に使用できません。料金を支払います。"),
        ("zh", "用户不得将服务用于其他目的，并应当支付费用。"),
        ("ar", "لا يجوز للعميل استخدام الخدمة لغرض آخر"),
        ("ko", "고객은 서비스를 다른 목적으로 사용할 수 없습니다"),
        ("ru", "Клиент не может использовать услугу для других целей"),
    ],
)
def test_a_language_shows_in_its_script_and_small_words(language: str, text: str) -> None:
    """A sentence of terms is enough to know its language."""
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "123 456", "Northline Telecom", "§ 3 %"])
def test_too_little_says_nothing(text: str) -> None:
    """A name or a number is in no language: better none than a wrong one."""
    assert detect(text) == ""


def test_a_foreign_name_does_not_turn_a_text() -> None:
    """An English sentence that names a company in Tokyo is English."""
    assert detect("You pay the fees to 北線電話, our office in Tokyo, and the taxes that are due to the state.") == "en"


def test_an_address_speaks_for_no_language() -> None:
    """The "de" of a host name is no German, French or Spanish word."""
    assert detect("de.northline.example/de/la de@northline.example de.harbor.example/el/que") == ""
