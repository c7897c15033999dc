"""Which language a text is in, by its script and its commonest small words."""

from __future__ import annotations

import re
from collections import Counter

_SMALL_WORDS = {
    "en": "the of and to in you or for any our that we is your with by this are be as not will may shall",
    "de": "der die und sie zu den wir von mit für das oder ist nicht auf ihre eine im des werden wird durch bei",
    "fr": "de la les et des vous le à en nous pour vos que est dans une ou du par sur votre avec ces sont",
    "es": "de la que los y en el las para su se con por una del no usted sus nuestros como al este puede",
    "pt": "de que o os e em para do da você não com uma seus por nos dos das como sua se ou ao às",
    "it": "di che e il la per i le dei in non con del un una della si o da sono nostri gli alla nel",
    "nl": "de van en het een u in te dat of voor met op is zijn wij uw die door niet aan worden deze ons",
    "pl": "w i z na do się nie że oraz lub o przez są dla jest od ich za po jak może naszych użytkownik",
    "sv": "och att i du som vi för av är den på till med din om eller kan inte våra ett en har dina dig",
    "da": "og at i du som vi for af er den på til med din om eller kan ikke vores et en har dine",
    "tr": "ve bir bu için ile veya olarak da de kişisel hizmet olan sizin tarafından gibi daha",
    "id": "dan yang untuk anda kami dari dengan atau di ini dalam tidak akan kepada layanan dapat",
    "cs": "a v na se že je k s o pro nebo jsou by jako vaše našich služby být podle",
}
_VOTES = {
    word: [code for code, words in _SMALL_WORDS.items() if word in words.split()]
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]+(?:[.@/:]+[A-Za-z0-9_-]+)+"
)  # "com" is no Portuguese word in an address
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.05),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.2),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.2),
    ("ar", re.compile(r"[\u0600-\u06ff]"), 0.3),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.3),
    ("ru", re.compile(r"[\u0400-\u04ff]"), 0.3),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.3),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile(r"[\u0900-\u097f]"), 0.3),
)
_SAMPLE = 12_000  # characters; more of them has changed no answer on long terms
_FEWEST_VOTES = 3  # below it a text is too short to say


def detect(text: str) -> str:
    """The text's language as an ISO 639-1 code, or "" where too little speaks for one."""
    sample = _ADDRESS.sub(" ", text[:_SAMPLE])
    letters = sum(map(len, _WORD.findall(sample))) or 1
    for code, script, share in _SCRIPTS:
        if len(script.findall(sample)) / letters >= share:
            return code
    spoken = [word for word in _WORD.findall(sample.casefold()) if len(word) > 1]  # "s.r.o." speaks for nothing
    votes = Counter(code for word in spoken for code in _VOTES.get(word, ()))
    if not votes:
        return ""
    code, count = votes.most_common(1)[0]
    return code if count >= _FEWEST_VOTES else ""
