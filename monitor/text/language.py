"""Which language a text is in, by its script and its commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from monitor.text.patterns import pattern

_SMALL_WORDS = {
    "en": "the of and to in you or for any our that we is your with by this are be as not will may shall which from "
    "these their have has been it its such other if",
    "de": "der die und sie zu den wir von mit für das oder ist nicht auf ihre eine im des werden wird durch bei dem "
    "einer ein als auch nach sich unsere ihnen kann sind diese zum zur",
    "fr": "de la les et des vous le à en nous pour vos que est dans une ou du par sur votre avec ces sont pas ne au "
    "aux cette nos notre qui ce être peut il",
    "es": "de la que los y en el las para su se con por una del no usted sus nuestros como al este puede o lo es "
    "más esta estos nuestra nuestro son sin ser si",
    "pt": "de que o os e em para do da você não com uma seus por nos dos das como sua se ou ao às um na no pelo pela "
    "são nossos nossa nosso mais este esta isso seu",
    "gl": "de que o os e en para do da non con unha seus por nos dos das como súa se ou ao ás un na no polo pola son "
    "nosos nosa máis este esta vostede seu pode unhas",
    "ca": "de la que els i en el les per al seva es amb una del no vostè seus nostres com aquest pot o és més aquesta "
    "aquests dels són sense ser si aquestes",
    "it": "di che e il la per i le dei in non con del un della si o da sono nostri gli alla nel al una dell delle "
    "questo questa suo essere come ai lo nostro",
    "ro": "de și în la pe cu nu sau pentru ale este sunt care din ca să se prin vă dvs dumneavoastră acest această al "
    "unui o a fi noastre poate termeni dacă",
    "nl": "de van en het een u in te dat of voor met op is zijn wij uw die door niet aan worden deze ons wordt bij om "
    "ook onze naar als kan je heeft",
    "pl": "w i z na do się nie że oraz lub o przez są dla jest od ich za po jak może naszych użytkownik jego które "
    "który przy tym ze będzie także niniejszy usługi",
    "cs": "a v na se že je k s o pro nebo jsou by jako vaše našich služby být podle které při také ze jeho není však "
    "tyto této můžeme můžete které budou již s",
    "sk": "a v na sa že je k s o pre alebo sú by ako vaše našich služby byť podľa ktoré pri tiež zo jeho nie však "
    "tieto tejto môžeme môžete budú už so",
    "hr": "i u na se da je s o za ili su bi kao vaše naših usluge biti prema koje pri također iz njegov nije međutim "
    "ovi ove možemo možete što ako ili nisu",
    "sv": "och att i du som vi för av är den på till med din om eller kan inte våra ett en har dina dig det från får "
    "enligt dessa detta vår använder när ska tjänsten",
    "da": "og at i du som vi for af er den på til med din om eller kan ikke vores et en har dine dig det fra må ifølge "
    "disse dette vor bruger når skal også efter tjenesten hvis",
    "no": "og at i du som vi for av er den på til med din om eller kan ikke våre et en har dine deg det fra må ifølge "
    "disse dette vår bruker når skal også etter tjenesten hvis",
    "fi": "ja on ei että se tai voi ovat jos sekä käyttää kun sinun joka mukaan palvelun palvelua näiden tämä nämä "
    "ehtojen ole myös kanssa meidän sen jotka ehdot hän olla",
    "hu": "a az és hogy nem egy is vagy ha ez meg azt mint által szerint lehet kell valamint amely ön jelen vonatkozó "
    "szolgáltatás ezen során továbbá minden illetve csak",
    "et": "ja on ei et ning või see kui selle võib oma mis kes meie teie nende kasutada teenuse teenust tingimuste "
    "kohta vastavalt kõik teile olla poolt",
    "lt": "ir yra ne kad į su iš ar bei kai jūs mes pagal gali būti dėl šios šių jūsų mūsų paslaugų taip taikomos "
    "už kurie nuo",
    "lv": "un ir ne ka ar no uz vai kas jūs mēs saskaņā var būt par šo šie jūsu mūsu pakalpojumu tiek kā lai līdz "
    "pakalpojumus",
    "sl": "in je na se da v z za ali so bi kot vaše naših storitve biti če ki pri tudi iz ni ta teh lahko po "
    "pogoji nas",
    "tr": "ve bir bu için ile veya olarak da de kişisel hizmet olan sizin tarafından gibi daha hizmeti her ne "
    "kadar şartlar size olduğu değil en çok",
    "id": "dan yang untuk anda kami dari dengan atau di ini dalam tidak akan kepada layanan dapat pada oleh setiap "
    "adalah juga jika tersebut telah",
    "ms": "dan yang untuk anda kami dari dengan atau di ini dalam tidak akan kepada perkhidmatan boleh pada oleh "
    "setiap adalah juga jika tersebut telah",
    "vi": "và của các bạn chúng tôi không được có cho này là trong với để hoặc khi theo những một vụ dịch sẽ",
}
_VOTES: dict[str, list[str]] = {}
for _code, _words in _SMALL_WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        _VOTES.setdefault(_word, []).append(_code)
_WORD = pattern(r"[^\W\d_]+")
_ASCII = 0x80  # characters, and the first byte that is none of them in UTF-8
_SPACED = bytes(code if code >= _ASCII or chr(code).isalpha() else ord(" ") for code in range(0x100))
_ADDRESS = pattern(
    r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]++(?:[.@/:]+[A-Za-z0-9_-]+)+"
)  # "com" is no Portuguese word in an address
_SCRIPTS = (
    ("ja", pattern(r"[\u3040-\u30ff]"), 0.05),
    ("ko", pattern(r"[\uac00-\ud7af]"), 0.2),
    ("zh", pattern(r"[\u4e00-\u9fff]"), 0.2),
    ("ar", pattern(r"[\u0600-\u06ff]"), 0.3),
    ("he", pattern(r"[\u0590-\u05ff]"), 0.3),
    ("ru", pattern(r"[\u0400-\u04ff]"), 0.3),
    ("el", pattern(r"[\u0370-\u03ff]"), 0.3),
    ("th", pattern(r"[\u0e00-\u0e7f]"), 0.3),
    ("hi", pattern(r"[\u0900-\u097f]"), 0.3),
    ("ka", pattern(r"[\u10a0-\u10ff]"), 0.3),
    ("hy", pattern(r"[\u0530-\u058f]"), 0.3),
)
_FOREIGN = pattern("[\u0370-\u1fff\u3040-\ud7af]")  # what all of these are written with, and Latin is not
_SIBLINGS = {  # other languages of a script, by letters that its commonest language hardly writes
    "ru": (
        ("be", pattern("ў", re.IGNORECASE), 0.005),
        ("uk", pattern("[іїєґ]", re.IGNORECASE), 0.02),
        ("sr", pattern("[јљњћђџ]", re.IGNORECASE), 0.02),
        ("bg", pattern("ъ", re.IGNORECASE), 0.01),
    ),
    "ar": (("ur", pattern("[ٹڈڑےں]"), 0.02), ("fa", pattern("[پچژگی]"), 0.02)),
}
_ALSO = {"ru": {"mk", "kk", "mn", "ky"}, "hi": {"mr", "ne"}, "ar": {"ps", "ku"}, "he": {"yi"}, "zh": {"yue"}}
_SAMPLE = 6_000  # characters; of 587 documents none was taken for another language by its first 4,000
_EXCLUSIVE = 4  # votes of a word that one language has; of two that share it each gets half, and so on
_FEWEST_VOTES = 4  # below it a text is too short to say
_SURE = 1.1  # times the votes of the declared language that another must have to be believed instead


def detect(text: str, declared: str = "") -> str:
    """The text's language as an ISO 639-1 code, or "" where too little speaks for one.

    `declared` is what the page says of itself ("de-AT", "nb"): it is believed where the
    text says nothing, or hardly more for another language.
    """
    return _detected(text[:_SAMPLE], _code_of(declared))


@lru_cache(maxsize=256)  # samples, 3 MB: terms that change mostly begin with the same words as before
def _detected(text: str, told: str) -> str:
    sample = _ADDRESS.sub(" ", text)
    if _FOREIGN.search(sample):
        letters = sum(map(len, _WORD.findall(sample))) or 1
        for code, script, share in _SCRIPTS:
            if len(script.findall(sample)) / letters >= share:
                return _sibling(code, sample, letters, told)
    votes = _votes(sample)
    code, count = votes.most_common(1)[0] if votes else ("", 0)
    if count < _FEWEST_VOTES:
        return told
    return told if votes[told] * _SURE >= count else code


def _code_of(declared: str) -> str:
    """The language of a tag such as "de-AT"; Norwegian has one code, whichever of its two is declared."""
    code = re.split(r"[-_]", declared.strip().lower())[0]
    named = _RENAMED.get(code, code)
    return named if _CODE.fullmatch(named) else ""


_CODE = pattern("[a-z]{2,3}")
_RENAMED = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}


def _sibling(code: str, sample: str, letters: int, told: str) -> str:
    """The language among those of one script."""
    if told in _ALSO.get(code, ()):
        return told
    found = (other for other, own, share in _SIBLINGS.get(code, ()) if len(own.findall(sample)) / letters >= share)
    return next(found, code)


def _votes(sample: str) -> Counter[str]:
    """How much speaks for each language; a word counts for more, the fewer languages have it."""
    votes: Counter[str] = Counter()
    for word, count in _counted(sample.casefold()).items():
        sharing = _VOTES.get(word, ()) if len(word) > 1 else ()  # "s.r.o." speaks for nothing
        for code in sharing:
            votes[code] += count * max(1, _EXCLUSIVE // len(sharing))
    return votes


def _counted(folded: str) -> dict[str, int]:
    """The words of a text and how often each occurs, in the order in which they first do.

    As `_WORD` finds them, in a fifth of the time: between two characters that are no ASCII letters most words are all.
    """
    counts: dict[str, int] = {}
    for token, count in Counter(folded.encode("utf-8", "surrogatepass").translate(_SPACED).split()).items():
        text = token.decode("utf-8", "surrogatepass")
        for word in (text,) if token.isascii() else _WORD.findall(text):
            counts[word] = counts.get(word, 0) + count
    return counts
