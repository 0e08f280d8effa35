"""Lexicon: phrases that say the same in another tone, as (from, to) with "" for what is left out.

Each list is used twice: where a phrase stands in a sentence it may be exchanged (`substitutions`), and the
embedded model learned its tones from sentences that have one side or the other (`models/training`).
A verb named in `VERBS` is exchanged in all its forms.
"""

from __future__ import annotations

from collections.abc import Callable

from slm_lsp.english.verbs import gerund, participle, past, third

Phrases = list[tuple[str, str]]

CONTRACTIONS: Phrases = [
    ("it's", "it is"), ("that's", "that is"), ("there's", "there is"), ("don't", "do not"),
    ("doesn't", "does not"), ("didn't", "did not"), ("isn't", "is not"), ("aren't", "are not"),
    ("wasn't", "was not"), ("weren't", "were not"), ("can't", "cannot"), ("couldn't", "could not"),
    ("won't", "will not"), ("wouldn't", "would not"), ("shouldn't", "should not"),
    ("haven't", "have not"), ("hasn't", "has not"), ("hadn't", "had not"), ("I'm", "I am"),
    ("you're", "you are"), ("we're", "we are"), ("they're", "they are"), ("I've", "I have"),
    ("you've", "you have"), ("we've", "we have"), ("they've", "they have"), ("I'll", "I will"),
    ("you'll", "you will"), ("we'll", "we will"), ("it'll", "it will"), ("let's", "let us"),
]  # fmt: skip
# One way only: written out they may be had or would, is or has.
CONTRACTED: Phrases = [
    ("I would", "I'd"), ("you would", "you'd"), ("we would", "we'd"), ("they would", "they'd"),
    ("he is", "he's"), ("she is", "she's"), ("what is", "what's"), ("who is", "who's"),
]  # fmt: skip
# Each side has this one meaning nearly always.
INFORMAL: Phrases = [
    ("kids", "children"), ("ask for", "request"),
    ("find out", "determine"), ("talk about", "discuss"), ("think about", "consider"),
    ("make sure", "ensure"), ("right away", "immediately"), ("right now", "currently"),
    ("thanks", "thank you"), ("put off", "postpone"),
    ("let me know", "please inform me"),
    ("deal with", "address"), ("gonna", "going to"), ("wanna", "want to"), ("gotta", "have to"),
    ("kind of", "somewhat"), ("a bit", "slightly"), ("buy", "purchase"), ("as soon as you can", "promptly"),
]  # fmt: skip
# What is written as it is said: the formal side may replace it, nothing may be replaced by it.
SLANG = frozenset({"gonna", "wanna", "gotta"})
# One side has other meanings too: the embedded model, which reads the sentence, must change these as well.
FORMAL_BY_CONTEXT: Phrases = [
    ("a lot of", "many"), ("lots of", "many"), ("need", "require"), ("help", "assist"),
    ("enough", "sufficient"),
    ("look at", "examine"), ("set up", "establish"), ("okay", "acceptable"), ("wrong", "incorrect"),
    ("start", "begin"), ("hi", "hello"), ("sorry", "I apologize"),
]  # fmt: skip
FRIENDLY_BY_CONTEXT: Phrases = [
    ("obtain", "get"), ("substantial", "big"), ("require", "need"), ("assist", "help"), ("commence", "start"),
    ("sufficient", "enough"), ("demonstrate", "show"), ("employ", "use"), ("approximately", "about"),
    ("additionally", "also"), ("examine", "look at"), ("establish", "set up"), ("quite", "pretty"),
    ("acceptable", "okay"), ("matters", "things"), ("incorrect", "wrong"), ("inform", "tell"),
    ("provide", "give"), ("retain", "keep"), ("hello", "hi"), ("I apologize", "sorry"),
]  # fmt: skip
WORDY: Phrases = [
    ("in order to", "to"), ("due to the fact that", "because"), ("at this point in time", "now"),
    ("in the event that", "if"), ("a large number of", "many"), ("the majority of", "most"),
    ("with regard to", "about"), ("for the purpose of", "for"), ("is able to", "can"),
    ("are able to", "can"), ("has the ability to", "can"), ("have the ability to", "can"),
    ("in spite of the fact that", "although"), ("in light of the fact that", "because"),
    ("until such time as", "until"), ("make a decision", "decide"),
    ("take into consideration", "consider"), ("come to the conclusion", "conclude"),
    ("prior to", "before"), ("subsequent to", "after"), ("in the near future", "soon"),
    ("on a regular basis", "regularly"), ("on a daily basis", "daily"), ("each and every", "every"),
    ("it is important to note that", ""), ("it should be noted that", ""),
    ("please note that", ""), ("as a matter of fact", ""), ("needless to say", ""),
    ("is of the opinion that", "thinks that"), ("are of the opinion that", "think that"),
    ("whether or not", "whether"), ("end result", "result"), ("the reason why", "why"),
    ("in a position to", "able to"), ("at the present time", "now"),
    ("despite the fact that", "although"), ("by means of", "by"), ("make use of", "use"),
    ("with the exception of", "except"), ("in close proximity to", "near"),
]  # fmt: skip
# Words that only lend weight.
FILLERS: Phrases = [
    ("really", ""), ("very", ""), ("basically", ""), ("actually", ""), ("quite", ""), ("simply", ""),
    ("completely", ""), ("literally", ""), ("essentially", ""), ("in terms of", "in"),
]  # fmt: skip
PLAIN: Phrases = [
    ("utilize", "use"), ("utilise", "use"), ("utilization", "use"), ("commence", "start"),
    ("terminate", "end"), ("endeavor", "try"), ("endeavour", "try"),
    ("ascertain", "find out"), ("demonstrate", "show"), ("additional", "more"),
    ("sufficient", "enough"), ("approximately", "about"), ("consequently", "so"), ("therefore", "so"),
    ("assist", "help"), ("assistance", "help"), ("obtain", "get"), ("acquire", "get"),
    ("purchase", "buy"), ("prior to", "before"), ("subsequently", "later"), ("initiate", "start"),
    ("numerous", "many"), ("possess", "have"), ("regarding", "about"), ("concerning", "about"),
    ("in accordance with", "by"), ("modify", "change"), ("modifications", "changes"),
    ("frequently", "often"), ("remainder", "rest"), ("nevertheless", "still"), ("whilst", "while"),
    ("furthermore", "also"), ("in addition", "also"), ("retain", "keep"), ("necessitate", "need"),
    ("in the event that", "if"), ("with regard to", "about"), ("due to the fact that", "because"),
    ("a multitude of", "many"), ("in lieu of", "instead of"), ("subsequent to", "after"),
]  # fmt: skip
PLAIN_BY_CONTEXT: Phrases = [
    ("facilitate", "help"),     ("require", "need"), ("optimal", "best"), ("component", "part"),
    ("components", "parts"), ("indicate", "show"), ("attempt", "try"), ("provide", "give"),
    ("implement", "carry out"), ("upon", "on"),
]  # fmt: skip
HEDGES: Phrases = [
    ("I think that", ""), ("I think", ""), ("I believe that", ""), ("I believe", ""), ("I feel that", ""),
    ("in my opinion,", ""), ("perhaps", ""), ("maybe", ""), ("possibly", ""), ("probably", ""),
    ("sort of", ""), ("kind of", ""), ("somewhat", ""), ("a bit", ""), ("it seems that", ""),
    ("it appears that", ""), ("seems to be", "is"), ("appears to be", "is"), ("tends to be", "is"),
    ("I guess", ""), ("hopefully", ""), ("I hope to", "I will"), ("we hope to", "we will"),
]  # fmt: skip
HEDGES_BY_CONTEXT: Phrases = [
    ("rather", ""), ("just", ""), ("try to", ""), ("could potentially", "can"),
]  # fmt: skip
GREETINGS: Phrases = [("Dear Sir or Madam,", "Hi there,"), ("Regards,", "Cheers,"), ("please", "just")]
WARM: Phrases = [
    ("do not hesitate to", "feel free to"), ("don't hesitate to", "feel free to"),
    ("please be advised that", ""), ("regards,", "warm regards,"), ("I want to", "I'd love to"),
    ("I would like to", "I'd love to"), ("we want to", "we'd love to"), ("we would like to", "we'd love to"),
    ("thank you for", "thank you so much for"), ("thanks for", "thanks so much for"),
    ("contact me", "reach out to me"), ("contact us", "reach out to us"),
    ("I am pleased to", "I'm so happy to"),
    ("we are pleased to", "we're so happy to"), ("I regret to inform you that", "I'm so sorry, but"),
    ("we regret to inform you that", "we're so sorry, but"), ("you are required to", "please"),
    ("at your earliest convenience", "whenever it suits you"), ("as per", "as in"),
]  # fmt: skip
NEUTRAL: Phrases = [
    ("amazing", "good"), ("awesome", "good"), ("fantastic", "good"), ("incredible", "remarkable"),
    ("terrible", "poor"), ("horrible", "poor"), ("awful", "poor"), ("a ton of", "many"), ("tons of", "many"),
    ("gorgeous", "attractive"), ("super", "very"), ("absolutely", ""), ("totally", ""),
    ("incredibly", "very"), ("insanely", "very"), ("ridiculously", "very"), ("obviously", ""),
    ("of course,", ""), ("needless to say,", ""), ("frankly,", ""), ("honestly,", ""), ("clearly,", ""),
    ("hate", "dislike"), ("refuse to admit", "do not admit"), ("so-called", "named"),
    ("unfortunately,", ""), ("sadly,", ""), ("luckily,", ""),
]  # fmt: skip

# Verbs of the lists above, whose other forms are exchanged too.
VERBS = {
    "get", "obtain", "buy", "purchase", "ask for", "request", "need", "require", "help", "assist", "start",
    "commence", "begin", "show", "demonstrate", "use", "employ", "find out", "determine", "look at",
    "examine", "talk about", "discuss", "think about", "consider", "make sure", "ensure", "tell", "inform",
    "give", "provide", "keep", "retain", "fix", "resolve", "go up", "increase", "go down", "decrease",
    "deal with", "address", "utilize", "utilise", "terminate", "end", "facilitate", "endeavor", "endeavour",
    "try", "ascertain", "acquire", "initiate", "possess", "have", "modify", "change", "indicate", "attempt",
    "implement", "carry out", "make a decision", "decide", "take into consideration", "put off", "postpone",
    "come to the conclusion", "conclude", "make use of", "hate", "dislike", "necessitate",
}  # fmt: skip
_FORMS = (third, past, gerund, participle)


def with_forms(pairs: Phrases) -> Phrases:
    """The pairs, and those of two verbs in every form, each once."""
    grown = dict.fromkeys(pairs)
    for old, new in pairs:
        if old in VERBS and new in VERBS:
            grown |= dict.fromkeys((_form(old, form), _form(new, form)) for form in _FORMS)
    return list(grown)


def _form(phrase: str, form: Callable[[str], str]) -> str:
    """A verb phrase with its first word in a form."""
    verb, _, rest = phrase.partition(" ")
    return f"{form(verb)} {rest}".strip()


def turned(pairs: Phrases) -> Phrases:
    """The pairs the other way round, but for what was left out."""
    return [(new, old) for old, new in pairs if new]
