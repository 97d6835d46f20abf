"""What is looked at: the actor, proposal, source, day and words of a database that stand for others of its kind."""

import re
from collections import Counter
from datetime import date
from typing import NamedTuple

from .floors import fetch

PUBLISHED = "FROM claims_claim c WHERE c.status = 'published'"
NEGOTIATING = (
    "SELECT a.id FROM claims_participant a JOIN claims_side s ON s.id = a.side_id "
    "WHERE a.principal AND s.negotiates LIMIT 1"
)


class Subjects(NamedTuple):
    """Slugs and ids by slug; `proposal` has a middling number of claims, `party` and `expert` the most.

    `verdicts` says whether there are any: whether anybody negotiates.
    """

    at: str  # where the pages of the negotiation stand: "/talks"
    claims: int
    verdicts: bool
    proposals: dict
    holders: dict
    proposal: str
    party: str
    partner: str  # another party, or an expert where there is none
    expert: str
    side: str  # empty where the party stands on none
    topic: str
    source: str
    origin: str
    claim: str
    day: date  # half of the claims were said before it
    late: date  # about a hundred thousand were said since, or all
    latest: date  # about thirty thousand, likewise
    rare: str  # the words are empty where nothing is quoted
    frequent: str
    phrase: str


def choose(database):
    """Choose the subjects of a database (a bare connection)."""
    proposals = dict(fetch(database, "SELECT slug, id FROM claims_proposal"))
    holders = dict(fetch(database, "SELECT slug, id FROM claims_actor WHERE kind <> 'official'"))
    ((claims,),) = fetch(database, f"SELECT count(*) {PUBLISHED}")
    ranked = [slug for slug, _ in _rank(database, "proposal", "true")]
    proposal = ranked[len(ranked) // 2]
    parties, experts = (_rank(database, "holder", f"n.kind = '{kind}'") for kind in ("party", "expert"))
    party, expert = (parties or experts)[0][0], (experts or parties)[0][0]
    partner = [*[slug for slug, _ in parties if slug != party], expert][0]
    about = "FROM claims_proposal p JOIN claims_topic t ON t.id = p.topic_id WHERE p.slug = %s"
    of_party = (
        "FROM claims_actor a JOIN claims_participant p ON p.actor_id = a.id AND p.until IS NULL "
        "JOIN claims_side s ON s.id = p.side_id WHERE a.slug = %s"
    )
    cited = f"SELECT s.slug, s.origin FROM claims_source s WHERE s.id = (SELECT min(source_id) {PUBLISHED})"
    ((source, origin),) = fetch(database, cited)
    (claim,) = fetch(database, f"SELECT c.public_id {PUBLISHED} ORDER BY id LIMIT 1")[0]
    rare, frequent, phrase = _choose_words(database)
    ((negotiation,),) = fetch(database, "SELECT slug FROM claims_negotiation ORDER BY id LIMIT 1")
    return Subjects(
        at=f"/{negotiation}",
        claims=claims,
        verdicts=bool(fetch(database, NEGOTIATING)),
        proposals=proposals,
        holders=holders,
        proposal=proposal,
        party=party,
        partner=partner,
        expert=expert,
        side=(fetch(database, f"SELECT s.slug {of_party}", [party]) or [("",)])[0][0],
        topic=fetch(database, f"SELECT t.slug {about}", [proposal])[0][0],
        source=source,
        origin=origin,
        claim=claim,
        day=_find_day(database, claims // 2),
        late=_find_day(database, max(0, claims - 100_000)),
        latest=_find_day(database, max(0, claims - 30_000)),
        rare=rare,
        frequent=frequent,
        phrase=phrase,
    )


def _rank(database, link, condition):
    """Return (slug, number of claims) of the actors or proposals with claims, those with most first."""
    table = "claims_proposal" if link == "proposal" else "claims_actor"
    return fetch(
        database,
        f"SELECT n.slug, count(*) FROM claims_claim c JOIN {table} n ON n.id = c.{link}_id "
        f"WHERE c.status = 'published' AND {condition} GROUP BY n.slug ORDER BY count(*) DESC, n.slug",
    )


def _find_day(database, number):
    """Return the day after which all but `number` published claims were said."""
    ((day,),) = fetch(database, f"SELECT c.said_on {PUBLISHED} ORDER BY c.said_on LIMIT 1 OFFSET {number}")
    return day if isinstance(day, date) else date.fromisoformat(day)


def _choose_words(database):
    """Return a rare word, a frequent one and a frequent pair of the quotes, empty where there is none."""
    quotes = [quote for (quote,) in fetch(database, f"SELECT c.quote {PUBLISHED} AND c.quote <> '' LIMIT 20000")]
    words, pairs = Counter(), Counter()
    for quote in quotes:
        in_order = re.findall("[a-z]+", quote.lower())
        words.update({word for word in in_order if len(word) > 5})
        pairs.update({f'"{a} {b}"' for a, b in zip(in_order, in_order[1:], strict=False) if len(a) > 3 and len(b) > 3})
    ranked = [word for word, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))]
    phrase = min(pairs, key=lambda pair: (-pairs[pair], pair), default="")
    return (ranked[-1], ranked[0], phrase) if ranked else ("", "", phrase)
