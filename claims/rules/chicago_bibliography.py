"""A source's record → an entry of a bibliography, as the Chicago Manual's notes ask for one (17th edition), as plain
text. What `citations` says of notes holds here too.
"""

from .chicago_author_date import write_authors
from .citations import (
    WHOLE_WORKS,
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


def write_bibliography_entry(work: CitedWork) -> str:
    """Return the reference as the bibliography has it; without authors the title comes first."""
    title = isolate(work.title)
    if work.type not in WHOLE_WORKS:
        title = f"“{end_sentence(drop_stop(fold_quotes(title)))}”"
    genre, edition = get_genre(work), write_edition(work)
    editors = write_in_running_order(list_names(work, "editor"))
    undated = "" if work.type == "webpage" and work.url and work.accessed_on else "n.d."  # the day of access is said
    day = spell_day(work.published_on) if work.published_on else undated
    parts = (
        write_authors(split_authors(work.authors)),
        title,
        f"{genre[:1].upper()}{genre[1:]}",
        ": ".join(filter(None, (name_container(work), write_pages(work)))),
        f"Edited by {editors}" if editors else "",
        f"{edition[:1].upper()}{edition[1:]}",
        ", ".join(list_event(work)),
        ", ".join(filter(None, (name_publisher(work), day))),
        f"Accessed {spell_day(work.accessed_on)}"
        if work.accessed_on and work.url and not get_text(work, "DOI")
        else "",
        get_address(work),
    )
    return " ".join(end_sentence(part) for part in parts if part)
