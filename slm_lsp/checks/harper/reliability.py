"""Reliability: how far each of Harper's rules is believed when the tagger doubts what it says.

Counted on real corrections and on clean prose (`python -m benchmarks.quality.heard`). Harper has some 900
rules, of which 204 ever spoke on that prose: the others may be believed whatever the tagger thinks.
"""

from __future__ import annotations

from slm_lsp.checks.arbitration.defaults import EXPANSIONS

# Wrong more often than right on real corrections and on clean prose: they need as much doubt as spelling.
UNRELIABLE = frozenset(
    f"harper/{rule}"
    for rule in (
        "AllowTo", "CapitalizePersonalPronouns", "Everyone", "HaveTakeALook", "Insofar", "InDetail",
        "LetsConfusion", "MassNouns", "MergeWords", "MissingDeterminer", "MissingPreposition", "NeedToNoun",
        "NominalWants", "PronounKnew", "PronounVerbAgreement", "QuantifierNumeralConflict", "QuiteQuiet",
        "RedundantFirsts", "RoadMap", "SentenceCapitalization", "Spaces", "ThereIsAgreement", "ToTwoToo",
        "WrongNegative",
    )
)  # fmt: skip
SPLITTING = frozenset({"harper/SplitWords", "harper/CompoundNouns", "harper/DisjointPrefixes"})
# A word written twice is seen better by eye than by a model: on clean prose this rule was never wrong.
CERTAIN = frozenset({"harper/RepeatedWords"})
# Spoke more than once on 1,324,981 words of clean modern prose, or on 432,777 words of books.
_HEARD = """
    AWhile AdjectiveDoubleDegree AdjectiveOfA AfterAWhile AnA AndIn ArriveTo AsHow AvoidAndAlso
    AvoidCurses AzureNames BuiltIn Cant CaseSensitive Codebase Codebases CommaFixes
    CompaniesProductsAndTrademarks CondenseAllThe CriteriaPhenomena CurrencyPlacement Damages Dashes
    DayOneNames DiscourseMarkers DotInitialisms DoubleModal EllipsisLength EnMasse EveryTime Everyday
    Excellent FeelFell FillerWords FindOut ForNoun Freezing GoogleNames HadOf Hijack HopHope HowTo
    InDemandInDepth IncludingButNotLimitedToPunctuation InflectedVerbAfterTo InterestedIn InvestIn
    ItsContraction ItsPossessive LeftRightHand LetToDo LitotesDirectPositive LongSentences
    MakeupCompoundNoun MissingTo ModalBeAdjective ModalOf Months MultipleSequentialPronouns NotTo
    NounVerbConfusion NumericRangeEnDash OkToOkay OneOfTheSingular OrthographicConsistency OutOfDate
    OutOfTheWindow Overall OxfordComma PassionateAbout PhrasalVerbAsCompoundNoun PossessiveYour
    ProgressiveNeedsBe PronounInflectionBe QuantifierNeedsOf RedundantSuperlatives RedundantThat
    Regionalisms RegularIrregulars RightClick SendAnEmailTo SimplePastToPastParticiple SingleBe
    SubjectPronoun SubjunctiveWasToWere ThatThan ThatThis TheHowWhy TheMy TheProperNounPossessive
    TheirToThere TheirToTheyre ThenThan There ThereToTheir Therein TheyToThem ThisTypeOfThing ToDoHyphen
    ToTo TransposedSpace UnclosedQuotes UpdatePlaceNames UseEllipsisCharacter VerbToAdjective ViceVersa
    WayTooAdjective WereWhere Whereas WhomSubjectOfVerb WillNonLemma Worldwide Worthwhile WouldNeverHave
    YourPredicateAdjective
"""
HEARD = frozenset(f"harper/{rule}" for rule in _HEARD.split())


def believed(code: str) -> bool:
    """Whether a rule's finding is shown however sure the tagger is that nothing is wrong."""
    if code in CERTAIN:
        return True
    doubtful = code in HEARD or code in UNRELIABLE or code in SPLITTING or code == "harper/SpellCheck"
    return code.startswith("harper/") and not doubtful and not code.startswith(EXPANSIONS)
