"""Verbs: the forms of English verbs, as far as rewriting and checking need them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

# base: past, participle; where one is given, both are the same.
_IRREGULAR = """
    arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; become became become;
    begin began begun; bend bent; bind bound; bite bit bitten; bleed bled; blow blew blown;
    break broke broken; breed bred; bring brought; build built; buy bought; catch caught;
    choose chose chosen; cling clung;
    come came come; cost cost; cut cut; deal dealt; dig dug; do did done; draw drew drawn; drink drank drunk;
    drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found;
    flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven;
    freeze froze frozen; get got; give gave given; go went gone; grind ground; grow grew grown; hang hung;
    have had; hear heard; hide hid hidden; hit hit; hold held; hurt hurt; keep kept; know knew known;
    lay laid; lead led; leave left; lend lent; let let; light lit; lose lost; make made; mean meant;
    meet met; overcome overcame overcome; overthrow overthrew overthrown; pay paid; prove proved proven;
    put put; read read; rewrite rewrote rewritten; ride rode ridden; ring rang rung; rise rose risen;
    run ran run; say said; see saw seen; seek sought; sell sold; send sent; set set; shake shook shaken;
    shed shed; shoot shot; show showed shown; shrink shrank shrunk; shut shut; sing sang sung;
    sink sank sunk; sit sat; sleep slept; slide slid; speak spoke spoken; spend spent; spin spun;
    split split; spread spread; stand stood; steal stole stolen; stick stuck; strike struck struck;
    swear swore sworn; sweep swept; swim swam swum; swing swung; take took taken; teach taught;
    tear tore torn; tell told; think thought; throw threw thrown; undergo underwent undergone;
    understand understood;
    undertake undertook undertaken; undo undid undone; uphold upheld; wake woke woken; wear wore worn;
    weave wove woven; win won; wind wound; withdraw withdrew withdrawn; write wrote written
"""
_FORMS: dict[str, tuple[str, str]] = {}
for _row in _IRREGULAR.split(";"):
    _base, *_forms = _row.split()
    _FORMS[_base] = (_forms[0], _forms[-1])
_BASES = {participle: base for base, (_, participle) in _FORMS.items()}
_VOWELS = "aeiou"
# Two syllables, the last stressed: the consonant is doubled.
_DOUBLED = """
    admit begin commit compel confer control defer equip forbid forget incur infer occur omit permit prefer
    propel refer regret submit transfer transmit
"""
PARTICIPLES = frozenset(_BASES)  # the irregular ones


def of_one_verb(one: str, other: str) -> bool:
    """Whether both are forms of the same irregular verb: *build*, *built*."""
    return any({one, other} <= {base, *forms} for base, forms in _FORMS.items())


def third(base: str) -> str:
    """What he, she or it does: *goes*, *tries*, *makes*."""
    if base == "have":
        return "has"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def past(base: str) -> str:
    """What was done: *went*, *tried*, *made*."""
    return _FORMS[base][0] if base in _FORMS else _stem(base) + "ed"


def participle(base: str) -> str:
    """What has been done: *gone*, *tried*, *made*."""
    return _FORMS[base][1] if base in _FORMS else _stem(base) + "ed"


def gerund(base: str) -> str:
    """What is being done: *going*, *trying*, *making*."""
    if base == "be":
        return "being"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "ye", "oe")):
        return base[:-1] + "ing"
    return (base if base.endswith(("y", "e")) else _stem(base)) + "ing"


def _stem(base: str) -> str:
    """What -ed is put to: *tri*, *mak*, *plann*."""
    if base.endswith("e"):
        return base[:-1]
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "i"
    short = sum(c in _VOWELS for c in base) == 1 and len(base) > 2
    ends = base[-1] not in "aeiouwxy" and base[-2:-1] in _VOWELS
    return base + base[-1] if ends and (short or base in _DOUBLED.split()) else base


@lru_cache(maxsize=4_096)
def base_of(done: str, known: Callable[[str], bool]) -> str | None:
    """The verb of a participle: a `known` word that makes it again; None where there is none."""
    if done in _BASES:
        return _BASES[done]
    if not done.endswith("ed"):
        return None
    for base in (done[:-2], done[:-1], done[:-3], done[:-3] + "y"):
        if participle(base) == done and known(base):
            return base
    return None
