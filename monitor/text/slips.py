"""Slips of the pen: a word printed twice, a word mistyped. Told apart from another word only where that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SHORTEST = 6  # letters: shorter words lie so close that another one is another word (from, form)
_KNOWN_START, _KNOWN_END = 2, 2  # letters at either end that must stay: un-, in-, -ed, -ee, -or change what is said
_LETTERS = pattern(r"[^\W\d_]+")
_FEWEST = 2  # other places where the right word stands in the two texts, while the wrong one stands nowhere else
_DROPPED, _OFTEN = 8, 4  # letters of a word that may have lost one or got one too many, and places of the right one
_MISTYPED = frozenset(
    """
    abbout abscence accomodate accomodation accout accross acheive acheived acknowlege acknowlegement acommodate
    acount adddress addtional addtionally adherance adress adressed aggreement aggrement agreeement agreemnet
    agreemnt agrement ammend ammended ammendment ammount apparant appearence applicaton applicible applys
    appplicable aquire aquired arguement assesment authentification authroized avaiable availabe availaible availble
    becuase begining beleive benificial buisness cancelation catagory cerain certian changable charachter colection
    collegue comission comittee comming commision commited commitee commiting compatability compensastion completly
    complience comunication condtions conection confidentail confidental consequentually consistant contian
    contractural convienient corespondence correspondance cusotmer custmer custoemr customre decison definately
    definitly delievery delivry develope developement devlop diferent dilligence dirrect disclousre discretionery
    disputs efective eligable eligibilty embarass enforcable enforcment enviroment equiptment existance expence
    experiance explicitely facillitate fasility feasable febuary fianlly flexable foriegn fulfillling fullfil
    garantee garauntee goverment govermental governement greatful guarenteed guidlines happend harrassment herin
    immediatley immediatly implementaion incase incidential incomming incorperated indefinately indemnfy
    indemnifcation independant indispensible infomation informaiton informtion infringment inital initation inquirey
    insurence intelectual intellctual interruptted irreperable irrevocible judgemant jurisdicton knowlege lable
    labratory laibility legitamate liabilites liabilty liablity liasion libility liscense lisence maintainance
    maintainence maintenence manadatory managment mandotory medatory minumum neccesary neccessary necesary
    negligance negotation notcie noticable noticably notifcation notifiation notwithstading notwithstandig
    obligaiton obligaton obligatons occassion occassional occassionally occurance occured occurence occuring offical
    omision omited oportunity orginal othewise ouside particpate partys paymant paymetn paymnet peice perfomance
    performace permenant permision permissable personel persue posession possesion potentialy preceed prefered
    prefering privelege priviledge probaly proceedure processess processsing proffesional pronounciation propery
    propietary proprietory provison provisons provsion publically purcahse purchace reasonble reccomend receieve
    recevie recieve recieved recieves recieving recipt recomend reconize referal refered refering referrence refudn
    refunable registeration reguarding regulaton reimbursment relase relavant releveant relevent religous remeber
    reponsibility reponsible requirment requirments resonable resonably responsability responsibile responsibilty
    resposible restiction retreive reveiw rigth saftey secruity securly sepcific seperate seperated seperately
    serices serivce serivces servcie servcies severence shedule similiar simultanous sincerly statment statments
    subcriber submited subscibe subsciption subscirption subsidary succesful successfull sucess sucessful sufficent
    supercede superceded supress suprise suspention tecnical teh tehnical temporarly tendancy teritory termiate
    terminaton termintate thier threatend threshhold tommorow transfered transfering truely typicaly unauthorzied
    unecessary unforseen unfortunatly unlawfull untill usefull useing utlize vaild verfication violatons voluntarly
    warantee waranty warrenty warrnaty wether whcih wich wiht witheld withhold's withing withold writen writting
    """.split()
)  # forms that are no words of English, in any text
_REAL = frozenset(
    """
    complaint compliant trail trial casual causal casually causally marital martial contact contract contacts contracts
    contacted contracted deprecate depreciate deprecated depreciated interment internment latter later planning planing
    filling filing fillings filings desert dessert staring starring rating ratting striped stripped scared scarred
    council counsel patent patient patents patients country county infection inflection injection through thorough
    reserve reverse united untied appraised apprised appraise apprise deletion depletion bating batting hoping hopping
    adopt adapt personal personnel moral morale leitung leistung leitungen leistungen cooperation corporation
    conservation conversation perspective prospective eminent imminent immanent insured ensured assured inured
    continence continuance provision prevision decision derision exercise excise formally formerly lightening lightning
    literal littoral collage college principle principal statute statue statutes statues carrier career currier courier
    dinning dining hosting hoisting posting pasting pausing passing passage presage massage message messages massages
    barring baring bearing carton cartoon capital capitol elicit illicit allusion illusion elusion emersion immersion
    """.split()
)  # words that lie one letter apart from another word


def doubled_word(old: Sequence[str], new: Sequence[str]) -> str | None:
    """The word that one of two texts, as words, prints twice in a row, the other once, where all else is the same."""
    shorter, longer = sorted((old, new), key=len)
    if len(longer) != len(shorter) + 1:
        return None
    for place, word in enumerate(longer):
        if place >= len(shorter) or shorter[place] != word:
            again = place > 0 and longer[place - 1] == word and list(longer[place + 1 :]) == list(shorter[place:])
            return word if again and _LETTERS.fullmatch(word) else None
    return None


def mistyped_word(old: Sequence[str], new: Sequence[str], counts: Mapping[str, int]) -> tuple[str, str] | None:
    """The one word in which two texts, as words, differ, as old and new, where one of the two is the other mistyped.

    `counts` says how often each word stands in both documents. Unsure is None.
    """
    if len(old) != len(new):
        return None
    differing = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return None
    before, after = differing[0]
    if not (_LETTERS.fullmatch(before) and _LETTERS.fullmatch(after)):
        return None
    if _is_mistyped(before, after, counts) or _is_mistyped(after, before, counts):
        return before, after
    return None


def _is_mistyped(wrong: str, right: str, counts: Mapping[str, int]) -> bool:
    """Whether a word is a known mistyped form, or one that stands nowhere else while the right one does."""
    if wrong in _MISTYPED and right not in _MISTYPED and _one_slip(wrong, right, most=2):
        return True
    if min(len(wrong), len(right)) < _SHORTEST or {wrong, right} & _REAL:
        return False
    alone = counts.get(wrong, 0) <= 1 and counts.get(right, 0) > _FEWEST
    same_ends = wrong[:_KNOWN_START] == right[:_KNOWN_START] and wrong[-_KNOWN_END:] == right[-_KNOWN_END:]
    if not (alone and same_ends):
        return False
    return _swapped_or_doubled(wrong, right) or (counts.get(right, 0) > _OFTEN and _dropped(wrong, right))


def _swapped_or_doubled(wrong: str, right: str) -> bool:
    """Whether two neighbouring letters changed places, or one was typed twice or once too few."""
    start, end = _common_ends(wrong, right)
    inner, other = wrong[start : len(wrong) - end], right[start : len(right) - end]
    if len(inner) == len(other) == len("ab"):
        return inner == other[::-1]
    if sorted((len(inner), len(other))) != [0, 1]:
        return False
    return (inner or other) in {wrong[start - 1], right[start - 1]}


def _dropped(wrong: str, right: str) -> bool:
    """Whether a long word has a letter too few or too many."""
    start, end = _common_ends(wrong, right)
    longest = max(len(wrong), len(right))
    return len(right) >= _DROPPED and len(wrong) != len(right) and longest - start - end == 1


def _one_slip(wrong: str, right: str, *, most: int) -> bool:
    """Whether at most so many letters in one place differ."""
    start, end = _common_ends(wrong, right)
    return max(len(wrong), len(right)) - start - end <= most + 1 and wrong[:1] == right[:1]


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """How many first letters two words share, and how many of the rest at their ends."""
    shortest = min(len(one), len(other))
    start = next((place for place in range(shortest) if one[place] != other[place]), shortest)
    rest = shortest - start
    end = next((place for place in range(rest) if one[-1 - place] != other[-1 - place]), rest)
    return start, end
