"""A source's record → an entry of a list of references by the Chicago Manual's author-date system (17th edition), as
plain text. What `citations` says of notes holds here too.
"""

from collections.abc import Sequence

from .citations import (
    WHOLE_WORKS,
    AuthorName,
    CitedWork,
    drop_stop,
    end_sentence,
    fold_quotes,
    get_address,
    get_genre,
    get_text,
    list_event,
    list_names,
    name_container,
    name_publisher,
    spell_day,
    split_authors,
    write_edition,
    write_in_running_order,
    write_pages,
)
from .folding import isolate

PERIODICAL = frozenset({"article-newspaper", "article-journal"})
MOST_NAMED, NAMED_OF_MORE = 10, 7  # authors: of more than ten the first seven are named


def write_chicago_author_date(work: CitedWork) -> str:
    """Return the reference as an entry of the list; without authors the title comes first."""
    names = write_authors(split_authors(work.authors))
    year = f"{work.published_on.year}." if work.published_on else "n.d."
    title = isolate(work.title)
    if work.type not in WHOLE_WORKS:
        title = f"“{end_sentence(drop_stop(fold_quotes(title)))}”"
    title = end_sentence(title)
    genre = get_genre(work)
    edition = write_edition(work)
    editors = write_in_running_order(list_names(work, "editor"))
    parts = (
        f"{genre[:1].upper()}{genre[1:]}",
        _write_part_of(work),
        f"Edited by {editors}" if editors else "",
        f"{edition[:1].upper()}{edition[1:]}",
        ", ".join(list_event(work)),
        _write_publication(work),
        _write_access(work),
        get_address(work),
    )
    order = [end_sentence(names), year, title] if names else [title, year]
    return " ".join(part for part in (*order, *map(end_sentence, parts)) if part)


def write_authors(names: Sequence[AuthorName]) -> str:
    """Write the first with the family name in front: “Müller, Anna, and Jean-Paul Roux”."""
    if not names:
        return ""
    (family, given), *others = names
    first = isolate(f"{family}, {given}" if given else family)
    rest = [isolate(f"{given} {family}".strip()) for family, given in others]
    if len(names) > MOST_NAMED:
        return ", ".join([first, *rest[: NAMED_OF_MORE - 1], "et al"])
    return ", ".join([first, *rest[:-1], f"and {rest[-1]}"]) if rest else first


def _write_part_of(work: CitedWork) -> str:
    """Write what a work is part of with its pages: “Survival 64 (2): 45–67”."""
    volume, issue, pages = get_text(work, "volume"), get_text(work, "issue"), write_pages(work)
    container = name_container(work._replace(csl={k: v for k, v in work.csl.items() if k not in ("volume", "issue")}))
    numbers = f"{volume} ({issue})" if volume and issue else volume or (issue and f"no. {issue}")
    if numbers and not container:
        numbers = f"vol. {numbers}" if volume else numbers
    head = " ".join(filter(None, (container, numbers)))
    if not head:
        return pages and f"Pages {pages}" if work.type in WHOLE_WORKS else pages
    return f"{head}{': ' if numbers else ', '}{pages}" if pages else head


def _write_publication(work: CitedWork) -> str:
    """Write the publisher and the day; the year of it stands in front already, but papers bear their whole day."""
    if not work.published_on:
        return name_publisher(work)
    day = spell_day(work.published_on)
    day = day if work.type in PERIODICAL else day.rpartition(",")[0]
    return ", ".join(filter(None, (name_publisher(work), day)))


def _write_access(work: CitedWork) -> str:
    if not (work.url and work.accessed_on) or work.csl.get("DOI") or work.published_on:
        return ""
    return f"Accessed {spell_day(work.accessed_on)}"
