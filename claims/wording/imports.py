"""What is said on the pages on which a spreadsheet is imported."""

from collections.abc import Iterable, Mapping, Sequence

from ..rules.exchange_columns import IMPORT_COLUMNS
from ..rules.import_profiles import ACTOR
from ..rules.scales import ATTRIBUTIONS, DIMENSIONS, SAID_ON_IS, SCALES, Dimension

LARGEST_FILE = 20_000_000  # bytes
MOST_ROWS = 20_000
MOST_WORDS = 60  # different words of a column of words
MOST_NAMES = 200  # unknown names that are asked at once
TOO_LARGE = f"A file has at most {LARGEST_FILE // 1_000_000} MB: import larger ones by the command (docs/exchange.md)."
TOO_MANY_NAMES = "{number} more are not shown: they are asked once these are settled."
ANOTHER_PLAN = "Something changed here since you looked: the rows were checked again. Look at them, then import."
NOTHING_TO_DO = "No row would add or change anything: nothing was imported."

# What the columns that are matched most often are, in the order in which they are offered.
COLUMN_WORDS = {
    "holder": "who holds the view (holder)",
    "proposal": "what it is on (proposal)",
    "value": "the view itself: a word or number of a scale (value)",
    "said_on": "the day on which it was said",
    "source_title": "the document: its title",
    "source": "the document: its short name (slug)",
    "source_url": "the document: its address",
    "source_published_on": "the document: its day",
    "source_publisher": "the document: its publisher",
    "source_authors": "the document: its authors",
    "source_type": "the document: its type",
    "quote": "the passage, word for word (quote)",
    "locator": "where it stands: page, row, paragraph (locator)",
    "speaker": "who said so, if not the holder (speaker)",
    "dimension": "position, prospects or salience (dimension)",
    "attribution": "whose word it is (attribution)",
    "conditions": "on which condition",
    "covers": "the part that it is on",
    "argument": "the reason that is given",
    "label": "the word of the source's own scale (label)",
    "by_when": "by when it is expected",
    "probability": "how probable, in per cent",
    "translation": "the passage, translated",
    "note": "a note for editors",
}
LEFT_OUT_WORD = "(leave out)"
ACTOR_WORD = "an actor, whose views stand below (wide sheet)"
ALWAYS_WORDS = {
    "holder": ("Holder", "Whose views all rows are."),
    "proposal": ("Proposal", "On what all rows are."),
    "dimension": ("Dimension", "Of which scale the values are."),
    "attribution": ("Attribution", "Whose word the claims are."),
    "said_on": ("Said on", "The day on which all was said. Empty: that of the document."),
    "source_title": ("Document", "Its title; one that is not here yet is made."),
    "source_type": ("Type of the document", "Only where it is new."),
    "source_published_on": ("Day of the document", "Only where it is new."),
    "source_url": ("Address of the document", "Only where it is new."),
    "locator": ("Where it stands", "Such as p. 4. With {row} the number of the row stands there: row {row}."),
}
WORD_HEADINGS = {
    "dimension": "Dimensions",
    "attribution": "Whose word it is",
    "said_on_is": "How the day is known",
    "pending": "Whether an answer is awaited",
    "doubtful": "Whether the coder doubts",
    "source_leaked": "Whether the document was leaked",
}


def list_targets() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the columns that a column may become, with their words: those that are matched often, and all others."""
    often = [*COLUMN_WORDS.items(), (ACTOR, ACTOR_WORD)]
    others = [(name, name.replace("_", " ")) for name in IMPORT_COLUMNS if name not in COLUMN_WORDS]
    return often, others


def name_target(target: str) -> str:
    return ACTOR_WORD if target == ACTOR else COLUMN_WORDS.get(target, target.replace("_", " "))


def name_words(key: str) -> str:
    """Return what stands above the words of a key of a profile."""
    column, _, dimension = key.partition(":")
    if column == "value":
        return f"Words of {DIMENSIONS[Dimension(dimension)].word.lower()}" if dimension in DIMENSIONS else "Words"
    return WORD_HEADINGS[column]


def list_meanings(key: str) -> list[tuple[str, str]]:
    """Return what words of a key may stand for, with how readers are told of it."""
    column, _, dimension = key.partition(":")
    if column == "value":
        scale = SCALES[Dimension(dimension) if dimension in DIMENSIONS else Dimension.POSITION]
        values = [(str(value), f"{value:+d} {word.word}".replace("-", "−")) for value, word in scale.items()]
        return [*[(value, word.replace("+0", "0")) for value, word in values], ("none", "spoke, takes no stance")]
    if column == "dimension":
        return [(each.value, word.word.lower()) for each, word in DIMENSIONS.items()]
    if column == "attribution":
        return [(each.word, f"{word.word}: {word.meaning}") for each, word in ATTRIBUTIONS.items()]
    if column == "said_on_is":
        return [(each.value, f"{word.word}: {word.meaning}") for each, word in SAID_ON_IS.items()]
    return [("yes", "yes"), ("no", "no")]


def name_meaning(key: str, meant: str) -> str:
    """Return what a word stands for, as readers are told of it."""
    return dict(list_meanings(key)).get(meant, meant)


def write_missing(names: list[str]) -> str:
    """Say which columns are needed and not matched."""
    return "Match a column, or say once for all rows: " + "; ".join(name_target(name) for name in names) + "."


def write_twice(target: str, headings: list[str]) -> str:
    both = " and ".join(f"“{heading}”" for heading in headings)
    return f"{both} cannot both become {name_target(target)}: leave one out."


def write_too_many_words(heading: str, number: int) -> str:
    return f"“{heading}” holds {number} different values, a scale at most {MOST_WORDS}: is it the column of values?"


def tell_preview(
    sources: Sequence[str], new: Iterable[Mapping[str, str]], missing: Sequence[str], remarks: Iterable[str]
) -> list[str]:
    """Say what a file would do besides its rows."""
    told = []
    if sources:
        told.append(f"{_count(len(sources), 'document', 'new ').capitalize()}: {_list_some(sources, '; ')}.")
    told += [f"You suggest the {each['kind']} “{each['name']}”." for each in new]
    if missing:
        claims = _count(len(missing), "claim", "")
        verb, they = ("is", "It stays as it is") if len(missing) == 1 else ("are", "They stay as they are")
        told.append(f"{claims} of these documents {verb} in no row of the file: {_list_some(missing, ', ')}. {they}.")
    return [*told, *remarks]


def write_headline(good: int, rows: int, wrong: int, negotiation: str) -> str:
    """Say how many rows can go in."""
    if good:
        can = f"{good:,} of {_count(rows, 'row', '')} can go in as your drafts, of {negotiation}."
        return f"{can} No reader sees them before a reviewer publishes them."
    if wrong:
        return f"No row can go in as it is: {wrong:,} of {rows:,} are to be mended, and no other would change anything."
    return f"{_count(rows, 'row', '')}: none would add or change anything."


def _list_some(names: Sequence[str], between: str, most: int = 5) -> str:
    return between.join(names[:most]) + (" …" if len(names) > most else "")


def write_imported(created: int, changed: int, left: int) -> str:
    """Say what an import on a page did."""
    parts = [_count(created, "draft", "new ")]
    if changed:
        parts.append(f"{_count(changed, 'claim', '')} changed")
    done = f"Imported: {', '.join(parts)}."
    return (
        f"{done} {_count(left, 'row', '')} waits to be mended."
        if left == 1
        else (f"{done} {_count(left, 'row', '')} wait to be mended." if left else done)
    )


def _count(number: int, noun: str, before: str) -> str:
    return f"{number:,} {before}{noun}{'' if number == 1 else 's'}"
