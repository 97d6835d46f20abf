"""A source's record → references as plain text, in the styles that analysts are asked for.

*Note* follows the Chicago Manual's notes (17th edition), *author-date* the APA's list (7th edition);
`chicago_author_date` has that of the Manual. All are plain text: what a style sets in italics stands without. Where a
publisher reprints an agency, the agency is named after it, since a reprint is no second voice. What a record lacks is
left out, with the signs that would stand about it; only a missing day is said ("n.d.").
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from .folding import fold_name, isolate

# Works that stand by themselves; all others are parts of something (a paper, a site, a channel) and are quoted.
WHOLE_WORKS = frozenset({"document", "hearing", "legislation", "report", "treaty"})
# The site as references name it.
SITE = "Stance matrix"
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
    """A source as references need it: CSL type, authors as “Family, Given”, separated by semicolons, and the rest of
    the record as `rules.csl` has it."""

    type: str
    title: str
    authors: str = ""
    publisher: str = ""
    origin: str = ""
    published_on: date | None = None
    accessed_on: date | None = None
    url: str = ""
    csl: Mapping[str, Any] = MappingProxyType({})


def write_note(work: CitedWork, locator: str = "") -> str:
    """Return the reference as a Chicago-style note, with the place in the work where one is given."""
    is_whole = work.type in WHOLE_WORKS
    title = isolate(work.title) if is_whole else f"“{isolate(drop_stop(fold_quotes(work.title)))},”"
    undated = "" if work.type == "webpage" and work.url and work.accessed_on else "n.d."  # the day of access is said
    day = spell_day(work.published_on) if work.published_on else undated
    before = [write_in_running_order(split_authors(work.authors)), title]
    editors = write_in_running_order(list_names(work, "editor"))
    after = [
        get_genre(work),
        name_container(work),
        f"ed. {editors}" if editors else "",
        write_edition(work),
        *list_event(work),
        name_publisher(work),
        day,
        isolate(locator) or write_pages(work),
        *_list_access(work),
    ]
    return end_sentence(_join_after_quote(before, after))


def write_author_date(work: CitedWork) -> str:
    """Return the reference as an entry of an APA list; without authors the title comes first."""
    names = _invert(split_authors(work.authors))
    day = f"({_write_year_first(work.published_on)})."
    genre = get_genre(work)
    bracketed = f" [{genre[0].upper()}{genre[1:]}]" if genre else ""
    edition = f" ({write_edition(work)})" if write_edition(work) else ""
    title = end_sentence(isolate(work.title) + edition + bracketed)
    parts = (_write_in(work), ", ".join(list_event(work)), name_publisher(work))
    order = [end_sentence(names), day, title] if names else [title, day]
    return " ".join(part for part in (*order, *map(end_sentence, parts), _write_access(work)) if part)


def write_in_text(work: CitedWork, locator: str = "") -> str:
    """Return what stands in the text for the author-date reference: “(Shea & Finaud, 2022, p. 4)”."""
    families = [isolate(family) for family, _ in split_authors(work.authors)]
    who = " & ".join(families) if len(families) < 3 else f"{families[0]} et al."
    who = who or f"“{isolate(fold_quotes(work.title))}”"
    year = str(work.published_on.year) if work.published_on else "n.d."
    return f"({', '.join(filter(None, (who, year, isolate(locator))))})"


def write_cited_claim(reference: str, claim: str, version: int, address: str, release: str = "") -> str:
    """Return a reference with the claim that rests on it: its id, the version that was seen, the release in which it
    was, if it was in one, its lasting address."""
    place = f"{SITE}, {release}" if release else SITE
    return f"{reference} Coded as claim {claim}, version {version}, in {place}, {address}"


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


def name_container(work: CitedWork) -> str:
    """Return what a work is part of with its volume and issue, “Survival 64, no. 2”, or “” without any."""
    volume, issue = get_text(work, "volume"), get_text(work, "issue")
    container = name_other_container(work)
    numbers = ", ".join(filter(None, (volume if container else volume and f"vol. {volume}", issue and f"no. {issue}")))
    return f"{container}{' ' if volume else ', '}{numbers}" if container and numbers else container or numbers


def list_names(work: CitedWork, variable: str) -> list[AuthorName]:
    """Return the names of a variable of the record, such as “editor”."""
    return [
        AuthorName(name["literal"], "")
        if "literal" in name
        else AuthorName(
            " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name),
            " ".join(name[part] for part in ("given", "dropping-particle") if part in name),
        )
        for name in work.csl.get(variable, ())
    ]


def end_sentence(text: str) -> str:
    """End a text with a full stop, unless there is none, or a sign that ends a sentence stands there already."""
    return text if not text or text.removesuffix("\u2069").endswith(SENTENCE_ENDS) else f"{text}."


def spell_day(day: date) -> str:
    """Write a day as both styles do: January 17, 2022."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _write_year_first(day: date | None) -> str:
    return f"{day.year}, {MONTHS[day.month - 1]} {day.day}" if day else "n.d."


def write_in_running_order(names: Sequence[AuthorName]) -> str:
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
    """Write given names as initials; particles stay: “Alexander von” is “A. von”."""
    return " ".join(filter(None, (name if name.islower() else _write_initials(name) for name in given.split())))


def _write_initials(name: str) -> str:
    return "-".join(half[0] + "." for half in name.split("-") if half)


def get_text(work: CitedWork, variable: str) -> str:
    """Return a text of the record as it stands in a reference."""
    return isolate(work.csl.get(variable, ""))


def get_genre(work: CitedWork) -> str:
    return get_text(work, "genre") or GENRES.get(work.type, "")


def name_other_container(work: CitedWork) -> str:
    """Return what a work is part of, unless that is named as its publisher too."""
    is_publisher = fold_name(work.csl.get("container-title", "")) == fold_name(work.publisher)
    return "" if is_publisher else get_text(work, "container-title")


def name_publisher(work: CitedWork) -> str:
    """Return the publisher after its place, “Geneva: UNIDIR”."""
    return ": ".join(filter(None, (get_text(work, "publisher-place"), name_place(work))))


def write_edition(work: CitedWork) -> str:
    edition = get_text(work, "edition")
    if not (edition.isascii() and edition.isdigit()):
        return edition
    ending = "th" if edition.zfill(2)[-2] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(edition[-1], "th")
    return f"{edition}{ending} ed."


def list_event(work: CitedWork) -> list[str]:
    event = get_text(work, "event-title") or get_text(work, "event")
    return [part for part in (event, get_text(work, "event-place")) if part]


def write_pages(work: CitedWork) -> str:
    return get_text(work, "page").replace("-", "–")


def _write_in(work: CitedWork) -> str:
    """What a work is part of, in an APA list: “In A. Lee (Ed.), Survival, 64(2), 45–67”."""
    editors = list_names(work, "editor")
    volume, issue = get_text(work, "volume"), get_text(work, "issue")
    numbers = f"{volume}({issue})" if issue else volume
    named = [isolate(f"{_shorten(given)} {family}".strip()) for family, given in editors]
    by = f"{' & '.join(named)} ({'Eds.' if len(named) > 1 else 'Ed.'})" if named else ""
    container = name_other_container(work)
    if by:
        by = f"In {by}" if container else by
    return ", ".join(filter(None, (by, container, numbers, write_pages(work))))


def get_address(work: CitedWork) -> str:
    """The lasting address, where the work has one, else where it was read."""
    doi = get_text(work, "DOI")
    if doi:
        return doi if doi.startswith("https://") else f"https://doi.org/{doi.removeprefix('doi:').strip()}"
    return work.url


def _list_access(work: CitedWork) -> list[str]:
    """The day of access, as both styles ask where there is an address, and the address; a DOI lasts, and needs none."""
    if get_text(work, "DOI"):
        return [get_address(work)]
    if not work.url:
        return []
    return [f"accessed {spell_day(work.accessed_on)}", work.url] if work.accessed_on else [work.url]


def _write_access(work: CitedWork) -> str:
    """The address; with the day of access only where the work itself bears none."""
    address = get_address(work)
    if address == work.url and work.url and work.accessed_on and not work.published_on:
        return f"Retrieved {spell_day(work.accessed_on)}, from {work.url}"
    return address


def fold_quotes(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’").replace('"', "'")


def drop_stop(title: str) -> str:
    """Take away the full stop that a comma replaces; that of an abbreviation (“U.S.”) stays."""
    return title if "." in title[:-1].rpartition(" ")[2] else title.removesuffix(".")


def _join_after_quote(before: Iterable[str], after: Iterable[str]) -> str:
    """Join the parts by commas; a quoted title brings its own, inside the quotation marks."""
    head = ", ".join(part for part in before if part)
    tail = ", ".join(part for part in after if part)
    return f"{head} {tail}" if head.endswith(",”") else f"{head}, {tail}"
