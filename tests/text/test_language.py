"""Which language a text is in."""

from __future__ import annotations

import pytest

from monitor.text.language import detect

TOLD = {
    "en": "You may not use the Service for any purpose that is not allowed by these terms.",
    "de": "Sie dürfen den Dienst nicht für andere Zwecke nutzen, und wir haften nicht für die Folgen.",
    "fr": "Vous ne pouvez pas utiliser le service pour une autre fin que celle des présentes conditions.",
    "es": "No puede usar el servicio para otros fines con una cuenta que no sea la suya.",
    "pt": "Você não pode usar o serviço para outros fins com uma conta que não seja a sua.",
    "gl": "Vostede non pode usar o servizo para outros fins cunha conta que non sexa a súa, e paga unha taxa.",
    "ca": "Vostè no pot fer servir el servei per a altres finalitats amb un compte que no sigui el seu.",
    "it": "Il cliente non può usare il servizio per altri scopi e paga le tariffe della lista.",
    "ro": "Clientul nu poate folosi serviciul pentru alte scopuri și plătește tarifele din lista care este publicată.",
    "nl": "U mag de dienst niet voor andere doelen gebruiken en u betaalt het tarief van de lijst.",
    "pl": "Nie można korzystać z usługi w innych celach oraz opłaty są płatne do końca miesiąca.",
    "cs": "Zákazník nesmí službu používat pro jiné účely nebo pod cizím účtem a ceny jsou podle ceníku.",
    "sk": "Zákazník nesmie službu používať pre iné účely alebo pod cudzím účtom a ceny sú podľa cenníka.",
    "hr": "Korisnik ne može koristiti uslugu za druge svrhe ili pod tuđim računom, a cijene su prema cjeniku.",
    "sv": "Du får inte använda tjänsten för andra ändamål och du betalar för den som är din.",
    "da": "Du må ikke bruge tjenesten til andre formål, og du betaler efter listen for det, som er af os.",
    "no": "Du må ikke bruke tjenesten til andre formål, og du betaler etter listen for det som er av oss.",
    "fi": "Asiakas ei saa käyttää palvelua muuhun tarkoitukseen, ja maksut ovat hinnaston mukaan, jos muuta ei ole.",
    "hu": "Az ügyfél nem használhatja a szolgáltatást más célra, és a díjat az árlista szerint kell megfizetni.",
    "et": "Klient ei või teenust kasutada muul otstarbel ning tasud on need, mis on meie hinnakirjas.",
    "lt": "Klientas negali naudoti paslaugų kitais tikslais ir moka pagal kainoraštį, kad gali būti keičiamas.",
    "lv": "Klients nedrīkst izmantot pakalpojumus citiem mērķiem un maksā saskaņā ar cenrādi, kas var mainīties.",
    "sl": "Stranka ne sme uporabljati storitve za druge namene in plača po ceniku, ki je objavljen tudi pri nas.",
    "tr": "Müşteri hizmeti başka bir amaç için kullanamaz ve ücretleri listeye göre öder, bu her ay olur.",
    "id": "Pelanggan tidak boleh memakai layanan ini untuk tujuan lain dan akan membayar biaya yang ada dalam daftar.",
    "vi": "Khách hàng không được dùng dịch vụ này cho mục đích khác và phải trả phí theo bảng giá của chúng tôi.",
    "ja": "利用者はサービスを他の目的に使用できません。料金を支払います。",
    "zh": "用户不得将服务用于其他目的，并应当支付费用。",
    "ko": "고객은 서비스를 다른 목적으로 사용할 수 없습니다",
    "ar": "لا يجوز للعميل استخدام الخدمة لغرض آخر",
    "fa": "مشتری نمی‌تواند از این خدمات برای هدف دیگری استفاده کند",
    "he": "הלקוח אינו רשאי להשתמש בשירות למטרה אחרת",
    "el": "Ο πελάτης δεν μπορεί να χρησιμοποιεί την υπηρεσία για άλλο σκοπό",
    "ru": "Клиент не может использовать услугу для других целей",
    "uk": "Клієнт не може використовувати послугу для інших цілей",
    "bg": "Клиентът не може да използва услугата за други цели и плаща цените от списъка",
}


@pytest.mark.parametrize(("language", "text"), TOLD.items())
def test_a_language_shows_in_its_script_and_small_words(language: str, text: str) -> None:
    """A sentence of terms is enough to know its language, also among its neighbours."""
    assert detect(text) == language


def test_an_address_in_another_script_does_not_turn_a_text() -> None:
    """A Japanese text that gives a long Latin address is Japanese."""
    assert (
        detect("利用者はサービスを他の目的に使用できません。詳細はhttps://northline.example/termsを参照。" * 3) == "ja"
    )


@pytest.mark.parametrize("text", ["", "123 456", "Northline Telecom", "§ 3 %"])
def test_too_little_says_nothing(text: str) -> None:
    """A name or a number is in no language: better none than a wrong one, unless the page declares one."""
    assert detect(text) == ""
    assert detect(text, "de-AT") == "de"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("nb", "no"), ("nn-NO", "no"), ("EN_us", "en"), ("", ""), ("x-default", ""), ("<b>", ""), ("{{lang}}", "")],
)
def test_a_declared_language_is_read_as_a_code(declared: str, expected: str) -> None:
    """Region, case and spelling of the tag do not matter; what is no tag is nothing."""
    assert detect("Northline", declared) == expected


def test_a_declared_language_does_not_turn_a_clear_text() -> None:
    """Many pages declare the language of their template."""
    assert detect(TOLD["de"], "en") == "de"
    assert detect(TOLD["ja"], "en") == "ja"


def test_a_declared_language_decides_between_neighbours() -> None:
    """Words that two languages share are read in the declared one of them."""
    assert detect("Du kan og vi kan, det er din og den er din", "da") == "da"
    assert detect("Du kan og vi kan, det er din og den er din", "nb") == "no"


def test_a_foreign_name_does_not_turn_a_text() -> None:
    """An English sentence that names a company in Tokyo is English."""
    assert detect("You pay the fees to 北線電話, our office in Tokyo, and the taxes that are due to the state.") == "en"


def test_an_address_speaks_for_no_language() -> None:
    """The "de" of a host name is no German, French or Spanish word."""
    assert detect("de.northline.example/de/la de@northline.example de.harbor.example/el/que") == ""
