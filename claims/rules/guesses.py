"""What a spreadsheet in somebody's own words probably means: its columns, words and days. Each guess is shown, and can
be changed; where two readings are as likely, none is guessed."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from .exchange_columns import IMPORT_COLUMNS
from .folding import fold_name
from .import_profiles import DAY_FORMS, LEFT_OUT, VALUE_WORDS, is_day, read_own_day
from .scales import ATTRIBUTION_WORDS, NO_VALUE_WORD, SAID_ON_IS, SCALES, Dimension

Asks = Callable[[str], bool]  # whether a text is a name of something


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


_CALLED = {
    "holder": "holder|actor|party|country|delegation|state|member|organisation|organization|who|stakeholder",
    "speaker": "speaker|said by|quoted person|official|spokesperson|person",
    "proposal": "proposal|issue|bill|question|item|motion|demand|topic of vote|policy|subject|measure|concept",
    "value": "value|stance|vote|score|position|answer|rating|agreement|opinion|support|code",
    "dimension": "dimension|aspect|scale",
    "attribution": "attribution|whose word|how known|first hand|kind of statement",
    "said_on": "said on|date|day|when|date of statement|statement date|time|date of vote",
    "source_title": "source title|source|document|record|reference|article|title of source|document title",
    "source_url": "source url|url|link|address|web address",
    "source_publisher": "source publisher|publisher|newspaper|outlet|medium|published by",
    "source_published_on": "source published on|published|published on|publication date|date published",
    "source_authors": "source authors|author|authors|document author",
    "source_type": "source type|type of source|document type",
    "quote": "quote|quotation|text|statement|passage|citation|verbatim|excerpt",
    "locator": "locator|page|pages|p|paragraph|place|where",
    "conditions": "conditions|condition|if|on condition|provided that",
    "note": "note|notes|comment|comments|remark|remarks|memo",
    "argument": "argument|reason|why|justification",
    "translation": "translation|translated",
    "label": "label|own word|original word",
    "probability": "probability|chance|likelihood|per cent|percent",
    "by_when": "by when|deadline|expected by",
    "negotiation": "negotiation|talks|process",
}
_COLUMNS_CALLED = {name: column for column, names in _CALLED.items() for name in names.split("|")}
_ADDRESS = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"[+-−]?\d+([.,]0+)?")
_BEYOND = 1_000  # farther from 0 than any number of a scale
MOST_OF = 0.8  # the share of cells from which what they hold tells what a column is
LONG_TEXT = 60  # letters of a cell that is a quote rather than a name

# Words of opinion, folded, by the value that they stand for where a scale has no stronger word.
_FOR = _words(
    "yes|aye|yea|for|in favour|in favor|supports|support|supportive|supporting|favour|favor|agree|agrees|accept|accepts"
    "|demands|pro|approve|approves"
)
_AGAINST = _words(
    "no|nay|against|opposes|oppose|opposed|opposing|reject|rejects|rejected|disagree|disagrees|con|refuse|refuses"
    "|disapprove|disapproves"
)
_NEUTRAL = _words("abstain|abstains|abstention|abstained|neutral|undecided|no position|indifferent|neither|mixed")
_OPEN = _words(
    "open|open to it|leaning yes|lean yes|somewhat support|somewhat agree|rather yes|rather for|conditional yes"
    "|yes with reservations|slightly agree"
)
_SCEPTICAL = _words(
    "sceptical|skeptical|leaning no|lean no|somewhat oppose|somewhat disagree|rather no|rather against|reserved"
    "|reluctant|slightly disagree"
)
_NONE = _words("none|no stance|takes no stance|no opinion|declined to answer|not taken")
_ABSENT = _words("absent|not voting|did not vote|not present|n/a|na|excused|paired|vacant")
_STRONG = re.compile(r"(very|strongly|strong|fully|firmly|completely|totally)\b[ -]*")
_DEGREES = {
    Dimension.PROSPECTS: {
        "very likely|certain|almost certain|highly likely|likely": "2",
        "possible|probable|rather likely": "1",
        "uncertain|unclear|open": "0",
        "unlikely|rather unlikely|improbable": "-1",
        "ruled out|impossible|very unlikely|highly unlikely|excluded": "-2",
    },
    Dimension.SALIENCE: {
        "essential|very important|very high|critical|red line|vital|crucial": "2",
        "important|high": "1",
        "middling|medium|moderate|middle|average": "0",
        "secondary|low|less important|minor": "-1",
        "negligible|very low|unimportant|not important|irrelevant": "-2",
    },
}
_ATTRIBUTIONS = {
    "own|first hand|first-hand|firsthand|direct|own words|self|quote": "own",
    "reported|relayed|paraphrase|paraphrased|author|by the author|indirect": "reported",
    "attributed|second hand|second-hand|secondhand|by others|other": "attributed",
    "predicted|forecast|prediction|expected": "predicted",
}
_DIMENSIONS = {
    "position|stance|wants|view|preference": "position",
    "prospects|prospect|likelihood|expectation|expects|feasibility|chances": "prospects",
    "salience|importance|priority|weight": "salience",
}
_FLAGS = {"yes|y|true|1|x|✓|ja|oui|si|sí": "yes", "no|n|false|0|nein|non": "no"}


class WideGuess(NamedTuple):
    """Of a wide sheet, the column of proposals and those of actors."""

    proposals: str
    actors: tuple[str, ...]


def guess_columns(
    columns: Mapping[str, Sequence[str]], is_actor: Asks, is_proposal: Asks, taken: Mapping[str, str] = {}
) -> dict[str, str]:
    """Return what each column becomes, empty where nobody can tell: by its name, else by what its cells hold. Each
    column of the exchange is guessed once; `taken` are those that are decided."""
    guessed = dict(taken)
    for tell in (_tell_by_exact_name, _tell_by_name):
        for heading in columns:
            if not guessed.get(heading) and (target := tell(heading)) and target not in guessed.values():
                guessed[heading] = target
    for heading, cells in columns.items():
        if not guessed.get(heading):
            target = _tell_by_cells([cell for cell in cells if cell], is_actor, is_proposal)
            guessed[heading] = target if target not in guessed.values() else ""
    return {heading: guessed.get(heading, "") for heading in columns}


def guess_wide(columns: Mapping[str, Sequence[str]], is_actor: Asks) -> WideGuess | None:
    """Return which columns of a wide sheet name proposals and actors; None where each row seems to be one claim."""
    headings = [heading for heading in columns if heading]
    actors = tuple(heading for heading in headings[1:] if is_actor(heading))
    if len(headings) < 3 or len(actors) * 2 < len(headings) - 1:
        return None
    others = [heading for heading in headings[1:] if heading not in actors and not _tell_by_name(heading)]
    unnamed = tuple(heading for heading in others if _is_opinion([cell for cell in columns[heading] if cell]))
    return WideGuess(headings[0], tuple(h for h in headings if h in (*actors, *unnamed)))


def is_called_like_a_column(heading: str) -> bool:
    """Whether a text is a name that columns have."""
    return bool(_tell_by_exact_name(heading) or _tell_by_name(heading))


def guess_word(column: str, word: str, others: Iterable[str], dimension: str = Dimension.POSITION.value) -> str:
    """Return the exchange's word for a word of a column, of which `others` are all; empty where nobody can tell."""
    folded = fold_name(word).rstrip(".")
    if column == "value":
        return _guess_value(folded, [fold_name(other).rstrip(".") for other in others], Dimension(dimension))
    tables: dict[str, tuple[Mapping[str, str], Collection[str]]] = {
        "dimension": (_DIMENSIONS, [d.value for d in Dimension]),
        "attribution": (_ATTRIBUTIONS, ATTRIBUTION_WORDS),
        "said_on_is": ({}, [each.value for each in SAID_ON_IS]),
    }
    table, words = tables.get(column, (_FLAGS, ("yes", "no")))
    return folded if folded in words else _look_up(table, folded)


def guess_day_form(cells: Iterable[str]) -> str:
    """Return the form in which the days of a column are written, in which most of them can be read, and more than in
    any other: "" where the exchange reads them, or where another form reads as many otherwise, for then only whoever
    wrote them can tell."""
    days = list_odd_days(cells)
    reading = {form: tuple(read_own_day(day, form) for day in days) for form in DAY_FORMS}
    numbers = {form: sum(map(is_day, read)) for form, read in reading.items()}
    most = max(numbers.values(), default=0)
    best = {reading[form]: form for form, number in numbers.items() if number == most}
    return next(iter(best.values())) if len(best) == 1 and most >= max(1, MOST_OF * len(days)) else ""


def list_odd_days(cells: Iterable[str]) -> list[str]:
    """Return the days of a column that the exchange does not read as they stand."""
    return [cell for cell in dict.fromkeys(cells) if cell and not is_day(cell)]


def _fold_column(heading: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", fold_name(heading)).split())


def _tell_by_exact_name(heading: str) -> str:
    name = _fold_column(heading).replace(" ", "_")
    return name if name in IMPORT_COLUMNS else ""


def _tell_by_name(heading: str) -> str:
    return _COLUMNS_CALLED.get(_fold_column(heading), "")


def _tell_by_cells(cells: Sequence[str], is_actor: Asks, is_proposal: Asks) -> str:
    """Return the column that cells like these stand in."""
    tests: tuple[tuple[str, Asks], ...] = (
        ("source_url", lambda cell: bool(_ADDRESS.fullmatch(cell))),
        ("holder", is_actor),
        ("proposal", is_proposal),
        ("said_on", lambda cell: any(is_day(read_own_day(cell, form)) for form in ("", *DAY_FORMS))),
        ("value", lambda cell: _is_opinion([cell])),
        ("quote", lambda cell: len(cell) >= LONG_TEXT),
    )
    for target, holds in tests:
        if cells and sum(map(holds, cells)) >= MOST_OF * len(cells):
            return target
    return ""


def _is_opinion(cells: Sequence[str]) -> bool:
    """Whether cells hold words or numbers of a scale."""
    words = [fold_name(cell).rstrip(".") for cell in cells]
    telling = [bool(_guess_value(word, words, d)) for word in words for d in (Dimension.POSITION,)]
    return bool(telling) and sum(telling) >= MOST_OF * len(telling)


def _guess_value(word: str, others: Sequence[str], dimension: Dimension) -> str:
    if _NUMBER.fullmatch(word):
        return _guess_number(word, others)
    if word == NO_VALUE_WORD or word in _NONE:
        return NO_VALUE_WORD
    if own := next((str(value) for value, each in SCALES[dimension].items() if each.word == word), ""):
        return own
    if word in _ABSENT:
        return LEFT_OUT
    if dimension is not Dimension.POSITION:
        return _look_up(_DEGREES[dimension], word)
    return _guess_opinion(word, others)


def _guess_opinion(word: str, others: Sequence[str]) -> str:
    plain = _STRONG.sub("", word)
    strong = plain != word
    graded = any(_STRONG.match(other) for other in others)
    for names, value in ((_FOR, 1), (_AGAINST, -1)):
        if plain in names:
            return str(2 * value if strong or not graded else value)
    for names, value in ((_NEUTRAL, 0), (_OPEN, 1), (_SCEPTICAL, -1)):
        if word in names:
            return str(value)
    return ""


def _guess_number(word: str, others: Sequence[str]) -> str:
    """Return what a number stands for: itself from −2 to +2, and on a scale of 1 to 5 or of 0 to 4 its place there."""
    numbers = {_read_number(other) for other in others if _NUMBER.fullmatch(other)}
    number = _read_number(word)
    if min(numbers, default=0) < 0 or max(numbers, default=0) <= 2:
        return str(number) if str(number) in VALUE_WORDS else ""
    if max(numbers) == 4 and 0 in numbers:
        return str(number - 2)
    return str(number - 3) if numbers <= {1, 2, 3, 4, 5} else ""


def _read_number(word: str) -> int:
    """Return a number without its fraction; one that no scale has, however long it is, as one of these."""
    return int(max(-_BEYOND, min(float(word.replace("−", "-").replace(",", ".")), _BEYOND)))


def _look_up(table: Mapping[str, str], word: str) -> str:
    return next((meant for words, meant in table.items() if word in words.split("|")), "")
