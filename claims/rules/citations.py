"""A source's record → references as plain text, in the two styles that analysts are asked for.

*Note* follows the Chicago Manual's notes (17th edition), *author-date* the APA's list (7th edition). Both are plain
text: what a style sets in italics stands without. Where a publisher reprints an agency, the agency is named after
it, since a reprint is no second voice. What a record lacks is left out, with the signs that would stand about it; only
a missing day is said ("n.d.").
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .folding import fold_name, isolate

# Works that stand by themselves; all others are parts of something (a paper, a site, a channel) and are quoted.
WHOLE_WORKS = frozenset({"document", "hearing", "legislation", "report", "treaty"})
# What a reader could not guess from the record, in words.
GENRES = {
    "broadcast": "broadcast",
    "hearing": "hearing",
    "interview": "interview",
    "personal_communication": "personal communication",
    "post": "post",
    "speech": "speech",
    "treaty": "treaty",
}
SENTENCE_ENDS = (".", "?", "!", "…", ".”", "?”", "!”", "…”")
MANY_FOR_A_NOTE = 4  # from so many authors on a note names the first alone
# Spelled out, as the process's locale must not change what is cited.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class AuthorName(NamedTuple):
    """A person's names; an organisation has no given name."""

    family: str
    given: str


class CitedWork(NamedTuple):
    """A source as references need it: CSL type, and authors as “Family, Given”, separated by semicolons."""

    type: str
    title: str
    authors: str = ""
    publisher: str = ""
    origin: str = ""
    published_on: date | None = None
    accessed_on: date | None = None
    url: str = ""


def write_note(work: CitedWork, locator: str = "") -> str:
    """Return the reference as a Chicago-style note, with the place in the work where one is given."""
    is_whole = work.type in WHOLE_WORKS
    title = isolate(work.title) if is_whole else f"“{isolate(_drop_stop(_fold_quotes(work.title)))},”"
    day = spell_day(work.published_on) if work.published_on else "n.d."
    before = [_write_in_running_order(split_authors(work.authors)), title]
    after = [GENRES.get(work.type, ""), name_place(work), day, isolate(locator), *_list_access(work)]
    return end_sentence(_join_after_quote(before, after))


def write_author_date(work: CitedWork) -> str:
    """Return the reference as an entry of an APA list; without authors the title comes first."""
    names = _invert(split_authors(work.authors))
    day = f"({_write_year_first(work.published_on)})."
    genre = f" [{GENRES[work.type].capitalize()}]" if work.type in GENRES else ""
    title = end_sentence(isolate(work.title) + genre)
    place = end_sentence(name_place(work))
    order = [end_sentence(names), day, title] if names else [title, day]
    return " ".join(part for part in (*order, place, _write_access(work)) if part)


def write_in_text(work: CitedWork, locator: str = "") -> str:
    """Return what stands in the text for the author-date reference: “(Shea & Finaud, 2022, p. 4)”."""
    families = [isolate(family) for family, _ in split_authors(work.authors)]
    who = " & ".join(families) if len(families) < 3 else f"{families[0]} et al."
    who = who or f"“{isolate(_fold_quotes(work.title))}”"
    year = str(work.published_on.year) if work.published_on else "n.d."
    return f"({', '.join(filter(None, (who, year, isolate(locator))))})"


def write_cited_claim(reference: str, claim: str, version: int, address: str) -> str:
    """Return a reference with the claim that rests on it: its id, the version that was seen, its lasting address."""
    return f"{reference} Coded as claim {claim}, version {version}, in Stance matrix, {address}"


def split_authors(text: str) -> list[AuthorName]:
    """Return the names of “Family, Given; …”; where one has no family name, its other name stands for it."""
    split = [name.partition(",") for name in text.split(";")]
    names = [AuthorName(family.strip(), given.strip(" ,")) for family, _, given in split]
    return [name if name.family else AuthorName(name.given, "") for name in names if any(name)]


def name_place(work: CitedWork) -> str:
    """Return the publisher and whose text it reprints, either alone, or “” without any."""
    if work.origin and work.publisher and fold_name(work.origin) != fold_name(work.publisher):
        return f"{isolate(work.publisher)} (text of {isolate(work.origin)})"
    return isolate(work.publisher or work.origin)


def end_sentence(text: str) -> str:
    """End a text with a full stop, unless there is none, or a sign that ends a sentence stands there already."""
    return text if not text or text.removesuffix("\u2069").endswith(SENTENCE_ENDS) else f"{text}."


def spell_day(day: date) -> str:
    """Write a day as both styles do: January 17, 2022."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _write_year_first(day: date | None) -> str:
    return f"{day.year}, {MONTHS[day.month - 1]} {day.day}" if day else "n.d."


def _write_in_running_order(names: Sequence[AuthorName]) -> str:
    """Given name first, as a note has it: “Anna Müller and Jean-Paul Roux”."""
    written = [isolate(f"{given} {family}".strip()) for family, given in names]
    if len(written) >= MANY_FOR_A_NOTE:
        return f"{written[0]} et al."
    if len(written) == 3:
        return f"{written[0]}, {written[1]}, and {written[2]}"
    return " and ".join(written)


def _invert(names: Sequence[AuthorName]) -> str:
    """Family name first, given names as initials: “Müller, A., & Roux, J.-P.”."""
    written = [isolate(f"{family}, {_shorten(given)}" if given else family) for family, given in names]
    return ", & ".join([", ".join(written[:-1]), written[-1]]) if len(written) > 1 else "".join(written)


def _shorten(given: str) -> str:
    parts = [[half[0] + "." for half in name.split("-") if half] for name in given.split()]
    return " ".join("-".join(halves) for halves in parts if halves)


def _list_access(work: CitedWork) -> list[str]:
    """The day of access, as both styles ask where there is an address, and the address."""
    if not work.url:
        return []
    return [f"accessed {spell_day(work.accessed_on)}", work.url] if work.accessed_on else [work.url]


def _write_access(work: CitedWork) -> str:
    """The address; with the day of access only where the work itself bears none."""
    if work.url and work.accessed_on and not work.published_on:
        return f"Retrieved {spell_day(work.accessed_on)}, from {work.url}"
    return work.url


def _fold_quotes(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’").replace('"', "'")


def _drop_stop(title: str) -> str:
    """Take away the full stop that a comma replaces; that of an abbreviation (“U.S.”) stays."""
    return title if "." in title[:-1].rpartition(" ")[2] else title.removesuffix(".")


def _join_after_quote(before: Iterable[str], after: Iterable[str]) -> str:
    """Join the parts by commas; a quoted title brings its own, inside the quotation marks."""
    head = ", ".join(part for part in before if part)
    tail = ", ".join(part for part in after if part)
    return f"{head} {tail}" if head.endswith(",”") else f"{head}, {tail}"
