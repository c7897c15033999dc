"""The words by which sentences about changes of a document are known. English only."""

from __future__ import annotations

from monitor.rules.hints import EachOf, Hinted, any_of

DOCUMENT = (
    r"(?:(?:terms|agreement|contract|polic(?:y|ies)|statement|conditions|addendum|addenda|guidelines|rules|document|"
    r"supplement|eula|dpa|aup|tos|tou|tcu|tac|gtcs?|t&cs?|msa|sla|cgu|licen[cs]e agreement|privacy notice|"
    r"cookies? notice|"
    r"(?:this|the) (?:privacy )?notice)\b)"
)
"""What terms call themselves."""

CHANGE = (
    r"(?:amend\w*|modif\w+|chang(?:e|es|ed|ing)|updat(?:e|es|ed|ing)|revis(?:e|es|ed|ing|ions?)|alter(?:s|ed|ing|"
    r"ations?)?|replac(?:e|es|ed|ing)|var(?:y|ied|ies|iations?))\b"
)
"""To change a document, in its forms."""

_ELSE = (
    r"(?:services?|products?|features?|functionalit\w+|software|content|fees?|rates|pric(?:e|es|ing)|charges?|"
    r"subscriptions?|"
    r"plans?|applications?|apps?|platform|websites?|sites?|settings?|models?|api|apis|information|data|practices|"
    r"sub-?\s?processors?|instructions?|preferences|password|account|order|names?)\b"
)
"""What else is changed."""

_BETWEEN = (
    rf"(?:(?!{_ELSE})(?!\bpursuant\b|\bin accordance\b|\bunder\b|\bsubject to\b|\bbreach\b|"
    rf"\bviolat)[\w'/(),&\"-]+\s+){{0,9}}?"
)
"""The words between what changes and what is changed: no other thing that could be meant."""

_OWN = r"(?:this|these|the|our|such|said|any|its|of|your|updated|revised|modified|amended|new|current|latest)\s+"

OF_DOCUMENT = EachOf(
    "amend|modif|chang|updat|revis|alter|replac|vary|vari|version|new",
    rf"\b{CHANGE}\s+{_BETWEEN}{DOCUMENT}",
    rf"\b(?:changes?|updates?|revisions?|modifications?|amendments?|"
    rf"versions?)\b(?:\s+[\w',()]+){{0,4}}?\s+(?:to|of|in|on)\s+{_BETWEEN}{DOCUMENT}",
    rf"\b(?:updated|revised|modified|amended|new)\s+(?:[\w'&-]+\s+){{0,4}}?{DOCUMENT}",
    rf"\b(?:updat\w+|chang\w+|amend\w+|modif\w+|revis\w+|new)\b.{{0,60}}\b(?:become|form|"
    rf"constitute)\w*\s+(?:a\s+|an\s+)?(?:\w+\s+)?part of\s+{_OWN}",
    rf"\bversions?\s+of\s+(?:[\w'&-]+\s+){{0,3}}?{DOCUMENT}",
    rf"\bright\b.{{0,60}}\b{CHANGE}.{{0,60}}\b{DOCUMENT}",
    r"\b(?:amendments?|modifications?)\s+(?:\w+\s+){0,4}?must be\s+(?:made\s+)?in (?:a )?writing\b",
    r"\bprovisions? of (?:this|these)\b.{0,40}\b(?:amended|modified|changed)\b",
    r"^\W*(?:any |no |all )?(?:amendments?|modifications?|variations?|changes)\b.{0,60}\b(?:must|shall|will|"
    r"may|is|are)\b.{0,60}\b(?:writing|written|signed)\b",
    rf"\b{DOCUMENT}(?:\"?\)?,?\s+(?!and\b)[\w',()]+){{0,6}}?\s+(?:(?:be|been|being|are|is|were|was|"
    rf"to)\s+)(?:[\w]+\s+){{0,3}}?{CHANGE}",
    rf"\b{DOCUMENT}\s+(?:[\w']+\s+){{0,2}}?(?:changes?|updates?|modifications?|amendments?|revisions?)\b",
    rf"\b{DOCUMENT}(?:\s+[\w',()]+){{0,4}}?\s+(?:may|might|will|can|shall)\s+(?:[\w,]+\s+){{0,5}}?{CHANGE}",
)
"""A sentence about changes of a document. The first patterns tell most of them, and soonest."""

GOES_ON = any_of(
    r"^\W*(?:for|in case of|in the case of|where|if)\s+(?:\w+\s+){0,4}?(?:material|significant|substantial|"
    r"important)\s+(?:\w+\s+){0,2}?"
    r"(?:changes?|amendments?|modifications?|updates?|revisions?)\b",
)
"""A sentence that goes on about changes of the document, whatever else it names as an example of them."""

REFERS_BACK = any_of(
    r"\b(?:the|such|these|those|any|all|other|this|that|its|material|significant|no|an|a|"
    r"each)\s+(?:[\w-]+\s+){0,3}?(?:changes?|updates?|modifications?|amendments?|revisions?|versions?)\b",
    r"\b(?:updated|revised|modified|amended|new|current|latest|updating|revising|modifying|amending)\b",
    r"\b(?:change|update|modify|amend|revise)s?\s+(?:it|them)\b|\b(?:when|if|where|whenever|should|"
    r"before)\s+we\s+(?:do|make|decide)\b|\bif we do\b",
    r"\b(?:changes?|updates?|modifications?|amendments?|revisions?)\b\s+(?:will|shall|may|must|are|is|take|"
    r"become|that|which|we|and|or)\b",
    r"\bfor\s+(?:\w+\s+){0,2}?(?:changes|amendments|updates|modifications|revisions)\b",
    r"\bcontinu\w+ (?:to )?(?:us|access)\w*\b|\beffective date\b|\btakes? effect\b",
    r"\b(?:they|it)\s+(?:will\s+|shall\s+)?(?:take|become|(?:is|are|be) effective|come|apply|enter)\w*\b",
    r"\b(?:object|dissent)(?:s|ed|ing)?\b",
    r"\bthis page\b|\bchanges?\b|\bupdates\b|\bversion\b|\bonce announced\b",
)
"""A sentence that may go on about the changes that the one before spoke of."""

OF_SOMETHING_ELSE = any_of(
    rf"\b(?:amend|modify|chang(?:e|es|ing)|updat(?:e|es|ing)|revis(?:e|ing)|alter|replac(?:e|ing)|"
    rf"add)\s+(?:(?!by\b|via\b|through\b|on\b|with\b|before\b|after\b|using\b|if\b|unless\b|will\b|shall\b|"
    rf"may\b|when\b)"
    rf"[\w',()/-]+\s+){{0,5}}?{_ELSE}",
    r"\bengag\w+\b.{0,60}\bsub-?\s?processors?\b|\bsub-?\s?processors?\b.{0,60}\bengag\w+\b",
    rf"\b(?:changes?|modifications?|updates?|adjustments?|increases?)\s+(?:to|of|in)\s+(?:[\w'-]+\s+){{0,4}}?{_ELSE}",
    r"\b(?:price|fee|rate|service|product|feature)s?\s+(?:changes?|increases?|adjustments?|updates?|modifications?)\b",
    rf"\b{_ELSE}\s+(?:may|will|can|shall|might)\s+(?:\w+\s+){{0,2}}?(?:chang|amend|modif|updat|adjust|increas|vary)\w*",
    r"\b(?:discontinu|deprecat|suspend|sunset)\w*",
    r"\b(?:amounts?|charged|transactions?|billing|payments?|invoices?|tax(?:es)?|retain\w*|retention|refund\w*)\b",
)
"""A sentence about changes of prices, services and the like."""

OF_SECTION = Hinted(
    "section|arbitrat|dispute|paragraph|program|provision|clause|promotion|exhibit",
    r"\b(?:changes?|amendments?|modifications?|updates?|revisions?|changing|modify\w*|amend|"
    r"change)\b.{0,60}\b(?:this|the|these|our)\s+(?:\w+\s+)?(?:section|arbitration|dispute|paragraph|"
    r"program(?:me)?|provision|clause|promotion|exhibit)\b",
    r"\b(?:changes?|amendments?|modifications?)\s+(?:[\w']+\s+){0,4}?(?:to|of)\s+section\s+\d",
    r"\barbitration (?:agreement|provisions?|clause|procedures?|terms)\b",
    r"\bagreement to arbitrate\b",
    r"\bdispute resolution\b",
)
"""A sentence whose rule is for one section only."""

OF_OTHERS = Hinted(
    "their|third|app store|apple|google|issuer|publisher|partner",
    rf"\b(?:their|third[- ]part(?:y|ies)'?s?|app store|apple'?s|google play'?s|issuer|publisher|"
    rf"partner)s?\b(?:'s)?\s+(?:\w+\s+){{0,3}}?{DOCUMENT}",
)
"""A sentence about the documents of others."""

HEADED_BY_CHANGE = any_of(
    rf"\b(?:{CHANGE}|changes|updates|amendments|modifications|revisions?|alterations?|variations?)\b",
)
"""A heading under which a document speaks of its own changes."""

HEADED_BY_ELSE = any_of(rf"\b(?:{_ELSE})", r"\bcontrol\b|\bmanag\w+|\bprice|\bservice")
"""A heading under which the changes of something else are meant."""

MATERIAL = any_of(
    r"(?<!non-)(?<!not )(?<!im)\b(?:material(?:ly)?|significant(?:ly)?|substantial(?:ly)?|substantive(?:ly)?|major|"
    r"advers\w+|meaningful(?:ly)?|important(?:ly)?|fundamental(?:ly)?|considerabl[ey]|unfavou?rabl[ey]|detriment\w*)\b",
    r"\b(?:reduc\w+|affect\w*|impact\w*)\s+(?:\w+\s+){0,2}?(?:your|customer's|users'?)\s+(?:\w+\s+){0,2}?rights\b",
    r"\bdisadvantag\w+\b|\bto your detriment\b",
)
MINOR = any_of(
    r"\b(?:any |all )?other\s+(?:changes?|updates?|modifications?|amendments?|revisions?)\b",
    r"\b(?:non|not|im)-?\s?material\b",
    r"\bminor\b",
    r"\b(?:changes?|updates?)\b.{0,60}\b(?:required|necessary|needed)\b.{0,40}\blaws?\b.{0,60}\bimmediate",
    r"\b(?:legal|security|regulatory)\s+(?:\w+\s+){0,2}?reasons?\b.{0,80}\bimmediate",
    r"\bnew\s+(?:\w+\s+){0,2}?(?:functions?|functionality|features?|services?)\b.{0,160}\bimmediate",
    r"\brare circumstances\b",
)
"""Changes that the rule for material ones leaves out."""

BEFORE_EFFECT = any_of(r"\b(?:before|prior to)\b.{0,60}\b(?:effect|effective|appl\w+|force|implement\w+|change|date)\b")
"""A right that is to be used before the change takes effect."""
