"""What the parties of an election answered → rows of a file of claims (docs/neighbours.md has the whole mapping)."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from ...rules.slugs import make_slug
from ..claim_tables import Row
from ..passages import cut_quote
from .read import Election

COLUMNS = (
    "holder", "proposal", "proposal_definition", "topic", "value", "label", "said_on", "said_on_is", "note", "source",
    "source_title", "source_type", "source_publisher", "source_published_on", "source_url", "source_language", "quote",
    "locator",
)  # fmt: skip
GOES_ON = "The comment goes on for {} more letters."


class ElectionRows(NamedTuple):
    """The rows of claims, with the id of the opinion of each."""

    rows: list[Row]
    opinions: list[int]


def name_election(election: Election) -> str:
    """Return what an election is called, with its year."""
    year = str(election.day.year)
    return election.title if year in election.title else f"{election.title} {year}"


def make_rows(election: Election, here: dict[int, str], published_on: date | None) -> ElectionRows:
    """Return the rows of an election; `here` are the slugs of parties that are here, `published_on` is the day on
    which their answers were published, where it is known."""
    source = _describe_source(election, published_on)
    places = {key: number for number, key in enumerate(election.theses, start=1)}
    rows = []
    for opinion in election.opinions.values():
        thesis, answer = election.theses[opinion["statement"]], opinion["answer"]
        quote, left_out = cut_quote(_read_comment(election, opinion["comment"]))
        row: Row = {
            "holder": here.get(opinion["party"]) or election.parties[opinion["party"]]["longname"],
            "proposal": thesis["label"],
            "proposal_definition": thesis["text"].strip(),
            "topic": _name_category(election, thesis["category"]),
            "value": election.values[answer],
            "label": election.answers[answer]["message"],
            "said_on": (published_on or election.day).isoformat(),
            "said_on_is": "publication" if published_on else "loose",
            "quote": quote,
            "locator": f"thesis {places[opinion['statement']]}",
            "note": GOES_ON.format(left_out) if left_out else "",
        }
        rows.append({**source, **row})
    return ElectionRows(rows, list(election.opinions))


def _describe_source(election: Election, published_on: date | None) -> Row:
    title = f"Wahl-O-Mat: {name_election(election)}"
    return {
        "source": make_slug(f"wahl-o-mat {election.slug}") if election.slug else make_slug(title),
        "source_title": title,
        "source_type": "document",
        "source_publisher": _name_host(election.data_source),
        "source_published_on": published_on.isoformat() if published_on else "",
        "source_url": election.data_source,
        "source_language": "de",
    }


def _name_host(address: str) -> str:
    """Return where an address leads, as a reader names it; empty where it is none, which is a fault of its own."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _read_comment(election: Election, comment: int | None) -> str:
    """Return a comment without the quotation marks that the data put around it."""
    text: str = election.comments[comment]["text"].strip() if comment is not None else ""
    marked = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].strip() if marked else text


def _name_category(election: Election, category: int | None) -> str:
    return "" if category is None else str(election.categories[category]["label"])
