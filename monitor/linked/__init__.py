"""The web of terms: which documents belong to which, and which of them are watched. Pure.

    namings = {source.id: naming_of(source.id, terms_of[source.id]) for source in sources}
    web = web_of(sources, namings)

A document *belongs* to another one (its parent) where it says that it is part of it,
supplements it or takes its definitions from it; another one is *part* of it where it
incorporates that; all else that it names is only linked.
"""

from monitor.linked.documents import linked_in, naming_of
from monitor.linked.webs import dependants_of, governing, missing, named_by, of_source, web_near, web_of

__all__ = [
    "dependants_of",
    "governing",
    "linked_in",
    "missing",
    "named_by",
    "naming_of",
    "of_source",
    "web_near",
    "web_of",
]
