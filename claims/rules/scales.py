"""Every value, word and symbol of the subject, each named once.

Position, prospects and salience are three scales of their own: the words of one are never used for another.
"""

from enum import IntEnum, StrEnum
from typing import NamedTuple

VALUES = (2, 1, 0, -1, -2)
NO_VALUE_WORD = "none"  # in place of the value of a claim that says that the holder spoke and took no stance
LOWEST, HIGHEST = min(VALUES), max(VALUES)
IMPOSSIBLE, CERTAIN = 0, 100  # per cent, of a probability that a speaker gives


class Dimension(StrEnum):
    """What a claim is about: does the holder want it, can it be had, how much does it matter?"""

    POSITION = "position"
    PROSPECTS = "prospects"
    SALIENCE = "salience"


class Attribution(IntEnum):
    """Whose word a claim is, in order of strength: a smaller number outweighs a larger one."""

    OWN = 0
    REPORTED = 1
    ATTRIBUTED = 2
    PREDICTED = 3

    @property
    def word(self) -> str:
        """The word of the exchange format and of query strings: `own`, `reported`, …"""
        return self.name.lower()


ATTRIBUTION_WORDS = {a.word: a for a in Attribution}


class SaidOnIs(StrEnum):
    """How exactly the day of a claim is known."""

    EXACT = "exact"
    LOOSE = "loose"
    PUBLICATION = "publication"


class State(StrEnum):
    """What a cell of the matrix holds. Only the first two have a value."""

    STANCE = "stance"
    CONDITIONAL = "conditional"
    MIXED = "mixed"
    DEPENDS = "depends"
    FORECAST = "forecast"
    AWAITING = "awaiting"
    NO_STANCE = "no-stance"
    BLANK = "blank"


class Grade(StrEnum):
    """How far the origin of a source can be relied upon: the letters of the Admiralty Code (STANAG 2511)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class SearchOutcome(StrEnum):
    """What an analyst records of a search outside the coded sources."""

    NOTHING_FOUND = "nothing-found"
    NOT_APPLICABLE = "not-applicable"


class Blank(StrEnum):
    """Why a cell is blank, the strongest reason first. None of them is neutral."""

    NOT_APPLICABLE = "not-applicable"
    SEARCHED = "searched"
    NOTHING_CODED = "nothing-coded"
    NOT_YET = "not-yet-looked-for"
    NOT_SEARCHED = "not-searched"


class Mark(StrEnum):
    """What a reader must know about a stance besides its value."""

    SECOND_HAND = "second-hand"
    OTHER_SIDE = "other-side"
    PART = "part"
    DOUBTFUL = "doubtful"
    LEAKED = "leaked"
    EARLIER_WORDING = "earlier-wording"
    CONTRADICTED = "contradicted"
    FORECAST_DIFFERS = "forecast-differs"
    CONDITION_REFUSED = "condition-refused"
    ESSENTIAL = "essential"
    ONE_SOURCE = "one-source"


class VerdictKind(StrEnum):
    """What the principals' stances add up to, in the order in which the matrix lists them."""

    CONTESTED = "contested"
    BLOCKED = "blocked"
    WITHIN_REACH = "within-reach"
    COMMON_GROUND = "common-ground"
    OPEN = "open"
    REJECTED = "rejected"
    UNANSWERED = "unanswered"
    NOT_SPOKEN = "no-party-has-spoken"

    @property
    def place(self) -> int:
        """Its place in that order."""
        return _PLACES[self.value]


class Leaning(StrEnum):
    """What the values of all actors come to where no side negotiates, in the order in which they are listed."""

    DIVIDED = "divided"
    MIXED = "mixed"
    OPPOSED = "opposed"
    SUPPORTED = "supported"
    NO_POSITION = "no-position"


class OutcomeKind(StrEnum):
    """What became of a proposal."""

    AGREED = "agreed"
    AGREED_IN_PART = "agreed-in-part"
    REFUSED = "refused"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    VOID = "void"


_PLACES = {kind.value: place for place, kind in enumerate(VerdictKind)}


class Word(NamedTuple):
    """How a thing is said to a reader: its word, one sentence that explains it, and its sign (may be empty)."""

    word: str
    meaning: str
    sign: str = ""

    @property
    def after_word(self) -> str:
        """The meaning as it goes on after the word, which is not said twice: “open”, “: would accept or discuss it”."""
        if self.meaning.startswith(self.word):
            return self.meaning.removeprefix(self.word).lstrip(" ")
        return f": {self.meaning}"


DIMENSIONS = {
    Dimension.POSITION: Word("Position", "Does the holder want it?"),
    Dimension.PROSPECTS: Word("Prospects", "Does the holder think that it can be had?"),
    Dimension.SALIENCE: Word("Salience", "How much does it matter to the holder?"),
}

SCALES = {
    Dimension.POSITION: {
        2: Word("supports", "supports or demands it", "▲"),
        1: Word("open", "open: would accept or discuss it, perhaps on conditions", "△"),
        0: Word("neutral", "neutral or non-committal by its own account", "○"),
        -1: Word("sceptical", "sceptical, reserved, reluctant", "▽"),
        -2: Word("rejects", "rejects it", "▼"),
    },
    Dimension.PROSPECTS: {
        2: Word("likely", "likely", "●"),
        1: Word("possible", "possible", "◕"),
        0: Word("uncertain", "uncertain", "◑"),
        -1: Word("unlikely", "unlikely", "◔"),
        -2: Word("ruled out", "ruled out", "○"),
    },
    Dimension.SALIENCE: {
        2: Word("essential", "essential, a red line", "■"),
        1: Word("important", "important", "◧"),
        0: Word("middling", "middling", "□"),
        -1: Word("secondary", "secondary", "▫"),
        -2: Word("negligible", "negligible", "·"),
    },
}

# What an expert wants where it says nothing of what it expects, as a cell between expectations tells it.
WISHES = {2: "wants it", 1: "open to it", 0: "neutral", -1: "sceptical", -2: "against it"}

ATTRIBUTIONS = {
    Attribution.OWN: Word("first-hand", "the holder's own words or act of speech, an official's included"),
    Attribution.REPORTED: Word("relayed", "the document's author says where the holder stands"),
    Attribution.ATTRIBUTED: Word("second-hand", "another named actor says what the holder's stance is"),
    Attribution.PREDICTED: Word("forecast", "another named actor forecasts what the holder's stance will be"),
}

SAID_ON_IS = {
    SaidOnIs.EXACT: Word("exact", "the document dates the statement"),
    SaidOnIs.LOOSE: Word("loose", "the document dates it loosely (“last week”)"),
    SaidOnIs.PUBLICATION: Word("publication", "the document does not date it: the day of its publication"),
}

GRADES = {
    Grade.A: Word("completely reliable", "no doubt of its trustworthiness; a history of complete reliability"),
    Grade.B: Word("usually reliable", "minor doubt; a history of valid information most of the time"),
    Grade.C: Word("fairly reliable", "doubt, but it has given valid information in the past"),
    Grade.D: Word("not usually reliable", "significant doubt, but it has given valid information in the past"),
    Grade.E: Word("unreliable", "a history of invalid information"),
    Grade.F: Word("cannot be judged", "no basis on which to judge its reliability"),
}

STATES = {
    State.STANCE: Word("stance", "a value that holds without a condition"),
    State.CONDITIONAL: Word("conditional", "a value that holds only on a condition", "if"),
    State.MIXED: Word("mixed", "statements of one day lie on both sides of zero: no value", "mixed"),
    State.DEPENDS: Word("depends", "for it on one condition, against it on another: no value", "depends"),
    State.FORECAST: Word("forecast", "nothing said yet; others forecast what the stance will be", "( )"),
    State.AWAITING: Word("awaiting answer", "asked, and has not answered yet", "…"),
    State.NO_STANCE: Word(
        "spoke, takes no stance", "spoke of it and took no stance (“uncertain”, “defer”)", "no stance"
    ),
    State.BLANK: Word("nothing found", "nothing in the coded sources"),
}

OUTCOMES = {
    OutcomeKind.AGREED: Word("agreed", "the parties agreed on it"),
    OutcomeKind.AGREED_IN_PART: Word("agreed in part", "the parties agreed on a part of it"),
    OutcomeKind.REFUSED: Word("refused", "a party said no, and the talks went on without it"),
    OutcomeKind.LAPSED: Word("lapsed", "its time ran out, or nobody pursued it any more"),
    OutcomeKind.OVERTAKEN: Word("overtaken", "events or another proposal made it pointless"),
    OutcomeKind.VOID: Word("void", "what became of it can no longer be told"),
}

SEARCH_OUTCOMES = {
    SearchOutcome.NOTHING_FOUND: Word("nothing found", "searched outside the coded sources, and nothing found"),
    SearchOutcome.NOT_APPLICABLE: Word("not applicable", "the holder can have no stance on it"),
}

BLANKS = {
    Blank.NOT_APPLICABLE: Word("not applicable", "the holder can have no stance on it, as an analyst has noted", "n/a"),
    Blank.SEARCHED: Word("searched, nothing found", "searched outside the coded sources too, and nothing found", "∅"),
    Blank.NOTHING_CODED: Word("nothing in the coded sources", "nothing in the sources that are fully coded", "·"),
    Blank.NOT_YET: Word(
        "not yet looked for", "every fully coded source was coded before the proposal was added to the codebook", "◌"
    ),
    Blank.NOT_SEARCHED: Word("not searched", "no source is fully coded, and no search is recorded", "–"),
}

SPOKEN_FOR = Word(
    "spoken for", "blank, but a coalition of which the holder is a member has a stance: shown beside, never filled in"
)

MARKS = {
    Mark.SECOND_HAND: Word("second-hand", "decided by what another actor says of the holder", "”"),
    Mark.OTHER_SIDE: Word("from the other side", "said of the holder by a speaker of an opposing side", "⇄"),
    Mark.PART: Word("in part", "on a part of the proposal only: nobody has said where it stands on the whole", "part"),
    Mark.DOUBTFUL: Word("doubtful", "the coder is not sure that the passage says this", "?"),
    Mark.LEAKED: Word("leaked", "decided by leaked sources only", "leaked"),
    Mark.EARLIER_WORDING: Word(
        "earlier wording", "all claims that decide answer a wording of which there is a newer one", "≪"
    ),
    Mark.CONTRADICTED: Word("contradicted by newer", "a newer claim of weaker attribution says something else", "↯"),
    Mark.FORECAST_DIFFERS: Word("forecast differs", "a newer forecast lies on the other side of zero", "↷"),
    Mark.CONDITION_REFUSED: Word(
        "its condition is refused", "another side's principal rejects what it depends on", "⊘"
    ),
    Mark.ESSENTIAL: Word("essential", "a red line: salience +2", "!"),
    Mark.ONE_SOURCE: Word("one source", "rests on one source only (marked on request)", "①"),
}

VERDICTS = {
    VerdictKind.CONTESTED: Word("contested", "One side is for it, another against."),
    VerdictKind.BLOCKED: Word("blocked", "No side is against it, but it waits on something that another side refuses."),
    VerdictKind.WITHIN_REACH: Word(
        "within reach", "No side is against it; some are for it only on a condition, or would turn against it on one."
    ),
    VerdictKind.COMMON_GROUND: Word(
        "common ground",
        "All sides that have spoken are for it or open to it, without a condition: not yet an agreed text.",
    ),
    VerdictKind.OPEN: Word("open", "What was said adds up neither to agreement nor to opposition."),
    VerdictKind.REJECTED: Word("rejected", "A side is against it and none is for it."),
    VerdictKind.UNANSWERED: Word("unanswered", "Only one side has spoken."),
    VerdictKind.NOT_SPOKEN: Word("not taken up", "No negotiating side has spoken of it."),
}

LEANINGS = {
    Leaning.DIVIDED: Word("divided", "At least a third is for it, and at least a third against it."),
    Leaning.MIXED: Word("mixed", "Neither those for it nor those against it are more than half."),
    Leaning.OPPOSED: Word("opposed", "More than half is against it, and less than a third for it."),
    Leaning.SUPPORTED: Word("supported", "More than half is for it, and less than a third against it."),
    Leaning.NO_POSITION: Word("without a position", "Nobody has a position on it."),
}
