"""Made-up data in which no side negotiates, as an election's theses or a record of votes: the same rows every time.

Rows only, as `record` makes those of talks; `generator` writes either. Titles are long and many alike, some cells are
blank, and in some of the others an actor has spoken and takes no stance.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from claims.rules.titles import shorten_apart

from . import record
from .record import NEGOTIATION, make_negotiations, make_public_id  # noqa: F401  (generator asks for them here)

CLAIM_COLUMNS = (*record.CLAIM_COLUMNS, "label")
LAST_DAY = date(2021, 9, 26)
NO_STANCE = 0.02  # share of the filled cells

_NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "Maple")
_FIELDS = (
    "the speed limit on motorways",
    "rents in large cities",
    "the retirement age",
    "nuclear power",
    "the voting age",
    "deliveries of arms",
    "tuition fees",
    "the tax on inheritance",
    "cameras in public places",
    "farms that keep animals",
)
_TITLES = {
    "theses": (
        "The federal state should decide on {field} from 2026 on, and no longer the states, as the commission said.",
        "There should be no new rules for {field}, neither by law nor by decree, before the next election.",
        "Municipalities should get more money for {field}, even where that raises the public debt for a generation.",
        "A referendum should be held on {field}.",
    ),
    "drafts": (
        "EIP-{number}: Fork-choice enforced inclusion lists for {field} with conditional relay by builders",
        "EIP-{number}: Delayed execution of blocks that hold {field}",
        "EIP-{number}: Fork-choice enforced inclusion lists for {field} without a relay, as a first step",
    ),
    "votes": (
        "A/RES/{session}/{number}: Human rights advancement: strengthening of United Nations action in the field of "
        "human rights through the promotion of international cooperation and the importance of non-selectivity, "
        "impartiality and objectivity, with regard to {field}, draft resolution as a whole",
        "A/RES/{session}/{number}: Effects of the use of armaments and ammunitions containing depleted uranium, report "
        "of the Secretary-General on {field}, operative paragraph 4",
        "A/RES/{session}/{number}: Human rights advancement: strengthening of United Nations action in the field of "
        "human rights through the promotion of international cooperation and the importance of non-selectivity, "
        "impartiality and objectivity, with regard to {field}, amendment of the Secretariat",
        "A/RES/{session}/{number}: Questions relating to information, part B: policies and activities in the field of "
        "{field}",
    ),
}


class ComparisonSize(NamedTuple):
    """How many actors, proposals and topics there are, on which sides they stand (without any they have no part), the
    share of cells that are blank, the values that occur, and the kind of titles."""

    actors: int
    proposals: int
    topics: int
    sides: Sequence[str]
    blank: float
    values: Sequence[int]
    titles: str


SIZES = {
    "theses": ComparisonSize(38, 38, 4, ("Government", "Opposition", "Not in parliament"), 0.0, (-2, 0, 2), "theses"),
    "teams": ComparisonSize(10, 50, 5, (), 0.4, (-2, -1, 0, 1, 2), "drafts"),
    "two": ComparisonSize(2, 700, 12, ("Governments",), 0.05, (-2, 0, 2), "votes"),
    "votes": ComparisonSize(125, 5_000, 24, ("Africa", "Americas", "Asia", "Europe"), 0.1, (-2, 0, 2), "votes"),
}


def make_sides(size):
    return [
        {"id": n, "negotiation_id": NEGOTIATION, "slug": f"side-{n}", "name": name, "negotiates": False, "order": n}
        for n, name in enumerate(size.sides, start=1)
    ]


def make_actors(size):
    rows = []
    for n in range(1, size.actors + 1):
        name = _NAMES[(n - 1) % len(_NAMES)]
        again = f" {1 + (n - 1) // len(_NAMES)}" if n > len(_NAMES) else ""
        rows.append({"id": n, "slug": f"party-{n}", "name": f"{name} League{again}", "short_name": f"{name}{again}"})
    return [{**row, "kind": "party", "speaks_for_id": None} for row in rows]


def make_participants(size):
    """Return the parts of the actors, in equal numbers on each side; nobody's principal is unticked."""
    return [
        {"id": n, "actor_id": n, "side_id": side, "principal": True, "order": n}
        for n, side in enumerate(_list_sides(size), start=1)
        if side
    ]


def _list_sides(size):
    """Return the side (id) of each actor, 0 for none."""
    return [1 + n * len(size.sides) // size.actors if size.sides else 0 for n in range(size.actors)]


def make_topics(size):
    return [
        {"id": n, "negotiation_id": NEGOTIATION, "slug": f"topic-{n}", "name": f"Chapter {n}", "order": n}
        for n in range(1, size.topics + 1)
    ]


def make_proposals(size):
    forms = _TITLES[size.titles]
    whole = [
        forms[n % len(forms)].format(field=_FIELDS[n // len(forms) % len(_FIELDS)], session=30 + n // 100, number=n)
        for n in range(size.proposals)
    ]
    return [
        {
            "id": n,
            "negotiation_id": NEGOTIATION,
            "slug": f"proposal-{n}",
            "title": short,
            "full_title": long if long != short else "",
            "definition": long,
            "topic_id": 1 + (n - 1) * size.topics // size.proposals,
            "order": n % 2**15,
        }
        for n, (short, long) in enumerate(zip(shorten_apart(whole), whole, strict=True), start=1)
    ]


def make_proposers(size):
    return [{"proposal_id": n, "actor_id": 1} for n in range(1, 1 + size.proposals, 10)]


def make_parts(size):
    return []  # there is no package


def make_sources(size):
    """Return the answers of each actor, or of votes the record of each hundredth."""
    names = [f"Answers of {actor['name']}" for actor in make_actors(size)]
    if size.titles == "votes":
        names = [f"Record of meeting {n}" for n in range(1, 2 + size.proposals // 100)]
    return [
        {
            "id": n,
            "slug": f"source-{n}",
            "type": "document",
            "title": name,
            "publisher": "Library",
            "origin": name,
            "published_on": (LAST_DAY - timedelta(days=n)).isoformat(),
            "url": f"https://records.example.org/{n}",
        }
        for n, name in enumerate(names, start=1)
    ]


def make_codings(size):
    """Let every source be fully coded, but one of ten."""
    coded = {"negotiation_id": NEGOTIATION, "fully_coded_by": "bench", "fully_coded_on": LAST_DAY.isoformat()}
    return [{**coded, "id": row["id"], "source_id": row["id"]} for row in make_sources(size) if row["id"] % 10]


def make_outcomes(size):
    """Return none: what became of a thesis is nobody's to tell."""
    return []


def make_claims(size):
    """Yield the claims as tuples of CLAIM_COLUMNS, proposal by proposal, one for each cell that is not blank."""
    chance, number = Random(11), 0
    leanings = [chance.gauss(side % 3 - 1, 0.6) for side in _list_sides(size)]
    for proposal in range(1, size.proposals + 1):
        slope, height = chance.gauss(0, 2.4), chance.gauss(0.6, 1.2)
        for holder, leaning in enumerate(leanings, start=1):
            if chance.random() < size.blank:
                continue
            number += 1
            wished = height + slope * leaning + chance.gauss(0, 0.5)
            value = min(size.values, key=lambda one: abs(one - wished))
            yield _make_claim(chance, size, number, proposal, holder, value)


def _make_claim(chance, size, number, proposal, holder, value):
    source = 1 + proposal // 100 if size.titles == "votes" else holder
    no_stance = chance.random() < NO_STANCE
    conditional = not no_stance and size.titles == "drafts" and chance.random() < 0.1
    quote = "" if size.titles == "votes" else f"On this our answer is what we have written in part {proposal}."
    fields = {
        "id": number,
        "public_id": make_public_id(number),
        "proposal_id": proposal,
        "source_id": source,
        "holder_id": holder,
        "speaker_id": holder,
        "dimension": "position",
        "value": None if no_stance else value,
        "attribution": 0,
        "conditions": record.CONDITIONS[number % len(record.CONDITIONS)] if conditional else "",
        "depends_on": "",
        "covers": "",
        "pending": False,
        "doubtful": False,
        "said_on": (LAST_DAY - timedelta(days=source)).isoformat(),
        "said_on_is": "exact",
        "quote": quote,
        "locator": "" if quote else "Recorded vote",
        "quote_state": "no-text" if quote else "no-quote",
        "status": "published",
        "label": "no answer" if no_stance else "",
    }
    return tuple(fields[name] for name in CLAIM_COLUMNS)
