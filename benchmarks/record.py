"""A made-up record of votes and statements, like that of a parliament or of the UN: the same rows every time.

Rows only, as dicts and tuples; `generator` writes them. Shares are those of real codings: see `SHARES`.
"""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

FIRST_DAY, YEARS = date(1952, 1, 7), 70
DAYS = [(FIRST_DAY + timedelta(days=n)).isoformat() for n in range(366 * YEARS + 800)]
ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
PRINCIPALS = 4
NEGOTIATION = 1  # the one in which something is said
NEGOTIATIONS = 20
MOVED = date(2000, 1, 1)  # when some parties change their side
RARE_WORD, FREQUENT_WORD, EVERY = "tamarisk", "resolution", 1999  # the rare word stands in one quote of so many

SHARES = {
    "several claims in a cell": 0.34,
    "quarrel of one day": 0.12,  # of the cells with several
    "conditional": 0.15,
    "depends on a proposal": 0.5,  # of the conditional ones
    "doubtful": 0.10,
    "pending": 0.04,
    "covers a part": 0.04,
    "quote": 0.6,  # the rest cites a recorded vote
    "published": 0.98,
}
ATTRIBUTIONS = ((0.55, 0), (0.80, 1), (0.92, 2), (1.0, 3))  # up to this chance: own, reported, attributed, predicted
DIMENSIONS = ((0.90, "position"), (0.96, "prospects"), (1.0, "salience"))
EXPERTS_DIMENSIONS = ((0.20, "position"), (0.95, "prospects"), (1.0, "salience"))
OUTCOMES = ("agreed", "refused", "agreed-in-part", "agreed", "lapsed", "overtaken", "refused", "void")
STATUSES = ((0.98, "published"), (0.99, "draft"), (0.994, "in-review"), (1.0, "withdrawn"))

OPENINGS = (
    "We have always supported the {}",
    "My delegation cannot accept the {}",
    "The government studies the {}",
    "Nobody here is against the {}",
    "Without guarantees there is no {}",
    "It was said again that the {}",
    "The minister called for the {}",
    "They voted for the {}",
)
SUBJECTS = ("draft resolution", "joint text", "proposal", "moratorium", "resolution as amended", "inspection clause")
ENDINGS = (
    "and will vote accordingly in the plenary meeting.",
    "although paragraph 4 remains difficult for us.",
    "because it strengthens the security of all states in the region.",
    "as long as the other side answers in writing.",
    "which was put forward without any consultation.",
    "on the understanding that no new obligations arise from it.",
    "and asks for a separate vote on the last paragraph.",
    "in the hope that talks go on next spring.",
)
CONDITIONS = (
    "if the other side does the same",
    "if inspections are agreed",
    "unless it is widened to other regions",
    "if the costs are shared",
    "once the troops are back in their barracks",
)
ACTS = ("Ban on", "Limits on", "Talks on", "Treaty on", "Moratorium on", "Inspection of", "Aid for", "Register of")
MATTERS = ("landmines", "missiles", "fishing", "airspace", "refugees", "patrols", "sanctions", "exercises", "cables")


class Size(NamedTuple):
    """How many holders, proposals and claims a record has."""

    actors: int
    proposals: int
    claims: int
    topics: int


SIZES = {
    "tiny": Size(12, 30, 400, 3),
    "small": Size(20, 60, 1_000, 4),
    "medium": Size(60, 300, 20_000, 8),
    "large": Size(200, 6_200, 870_000, 24),
}


def make_negotiations():
    """Return the one of all that is made up, and others in which nothing is said."""
    others = ({"id": n, "slug": f"talks-{n}", "title": f"Talks {n}", "order": n} for n in range(2, NEGOTIATIONS + 1))
    made = [{"id": NEGOTIATION, "slug": "talks", "title": "Talks", "order": 1}, *others]
    return [{**one, "short_title": one["title"]} for one in made]


def make_sides(size):
    names = ("East", "West", "Third parties", "Independent experts")
    return [
        {"id": n, "negotiation_id": NEGOTIATION, "slug": f"side-{n}", "name": name, "negotiates": n <= 2, "order": n}
        for n, name in enumerate(names, start=1)
    ]


def make_actors(size):
    """Return parties, experts, then officials of the first parties."""
    experts = max(2, size.actors // 10)
    parties = size.actors - experts
    rows = [_make_actor(n, "party") for n in range(1, parties + 1)]
    rows += [_make_actor(n, "expert") for n in range(parties + 1, size.actors + 1)]
    rows += [{**_make_actor(size.actors + n, "official"), "speaks_for_id": n} for n in range(1, experts + 1)]
    return rows


def make_participants(size):
    """Return the parts of the parties and experts: the first four are principals, and every tenth party changes its
    side from one day to the next."""
    experts = max(2, size.actors // 10)
    parties = size.actors - experts
    rows = []
    for n in range(1, size.actors + 1):
        side = 4 if n > parties else 1 + (n % 2 if n <= parties // 3 else 2)
        moves = PRINCIPALS < n <= parties and n % 10 == 0
        days = [(None, MOVED - timedelta(days=1)), (MOVED, None)] if moves else [(None, None)]
        rows += [_make_part(n, side if since is None else 3, since, until) for since, until in days]
    return [{"id": number, **row} for number, row in enumerate(rows, start=1)]


def _make_part(actor, side, since, until):
    return {
        "actor_id": actor,
        "side_id": side,
        "principal": actor <= PRINCIPALS,
        "always_shown": False,
        "order": actor,
        "since": since,
        "until": until,
    }


def _make_actor(number, kind):
    return {
        "id": number,
        "slug": f"{kind}-{number}",
        "name": f"{kind.capitalize()} number {number}",
        "short_name": f"{kind[0].upper()}{number}",
        "kind": kind,
        "speaks_for_id": None,
    }


def make_topics(size):
    return [
        {"id": n, "negotiation_id": NEGOTIATION, "slug": f"topic-{n}", "name": f"Chapter {n}", "order": n}
        for n in range(1, size.topics + 1)
    ]


def make_proposals(size):
    """Return proposals over seventy years. Some are variants of the one before."""
    rows = []
    for n in range(1, size.proposals + 1):
        place = n % 20
        rows.append(
            {
                "id": n,
                "negotiation_id": NEGOTIATION,
                "slug": f"proposal-{n}",
                "title": f"{ACTS[n % len(ACTS)]} {MATTERS[n % len(MATTERS)]} {n}",
                "definition": f"All parties agree on what is written in draft {n}.",
                "topic_id": 1 + n * size.topics // (size.proposals + 1),
                "proposed_on": DAYS[_choose_day(size, n)],
                "variant_of_id": n - 1 if place == 12 else None,
                "order": place,
            }
        )
    return rows


def make_parts(size):
    """Let each twentieth proposal be a package of the five after it."""
    parts = [n for n in range(21, size.proposals + 1) if 1 <= n % 20 <= 5]
    return [
        {"id": place, "package_id": n - n % 20, "part_id": n, "place": f"Article {n % 20}", "order": n % 20}
        for place, n in enumerate(parts, start=1)
    ]


def make_proposers(size):
    return [{"proposal_id": n, "actor_id": 1 + n % PRINCIPALS} for n in range(1, size.proposals + 1)]


def make_sources(size):
    """Return one record of a meeting for each proposal."""
    return [
        {
            "id": n,
            "slug": f"source-{n}",
            "type": "hearing",
            "title": f"Record of meeting {n}",
            "publisher": f"Library {n % 30}",
            "origin": f"Agency {n % 12}",
            "leaked": n % 10 == 0,
            "grade": ("", "A", "B", "C")[n % 4],
            "published_on": DAYS[_choose_day(size, n)],
            "url": f"https://records.example.org/{n}",
        }
        for n in range(1, size.proposals + 1)
    ]


def make_codings(size):
    """Let four of five sources be fully coded."""
    return [
        {
            "id": n,
            "source_id": n,
            "negotiation_id": NEGOTIATION,
            "fully_coded_by": "bench",
            "fully_coded_on": DAYS[_choose_day(size, n)],
        }
        for n in range(1, size.proposals + 1)
        if n % 5
    ]


def make_outcomes(size):
    """Return what became of every third proposal, within two years of the day on which it was put forward."""
    return [
        {
            "id": place,
            "public_id": f"outcome-{n}",
            "proposal_id": n,
            "kind": OUTCOMES[place % len(OUTCOMES)],
            "day": DAYS[_choose_day(size, n) + 30 + 37 * place % 700],
            "source_id": n,
            "locator": "Recorded vote",
            "quote_state": "no-quote",
            "status": "published",
        }
        for place, n in enumerate(range(3, size.proposals + 1, 3), start=1)
    ]


CLAIM_COLUMNS = (
    "id",
    "public_id",
    "proposal_id",
    "source_id",
    "holder_id",
    "speaker_id",
    "dimension",
    "value",
    "attribution",
    "conditions",
    "depends_on",
    "covers",
    "pending",
    "doubtful",
    "said_on",
    "said_on_is",
    "quote",
    "locator",
    "quote_state",
    "status",
)


def make_claims(size):
    """Yield the claims as tuples of CLAIM_COLUMNS, proposal by proposal."""
    chance = Random(7)
    people = make_actors(size)[: size.actors]
    leanings = {person["id"]: chance.uniform(-1, 1) for person in people}
    number = 0
    for proposal in range(1, size.proposals + 1):
        quota = proposal * size.claims // size.proposals - number
        cells = _draw_cells(chance, people, proposal, size, leanings)
        for _ in range(quota):
            number += 1
            yield (number, make_public_id(number), proposal, *_draw_claim(chance, number, proposal, size, *next(cells)))


def make_public_id(number):
    """Return a claim's public id: different for each number below 30 ** 8, and in no order."""
    number = number * 379_990_891_127 % 30**8
    letters = []
    for _ in range(8):
        number, letter = divmod(number, 30)
        letters.append(ID_ALPHABET[letter])
    return "".join(letters)


def _choose_day(size, proposal):
    return proposal * 365 * YEARS // size.proposals


def _draw_cells(chance, people, proposal, size, leanings):
    """Yield (holder, value, quarrel or None) of claim after claim, cell by cell."""
    slope, height = chance.uniform(-2.5, 2.5), chance.uniform(-1, 1.5)
    while True:  # a second round only where cells run out
        turn = sorted(
            people, key=lambda person: chance.random() - (person["id"] <= PRINCIPALS and chance.random() < 0.8)
        )
        for holder in turn:
            value = round(max(-2, min(2, height + slope * leanings[holder["id"]] + chance.uniform(-0.7, 0.7))))
            several = chance.random() < SHARES["several claims in a cell"]
            if several and chance.random() < SHARES["quarrel of one day"]:
                conditional = chance.random() < 0.4
                yield holder, value or 1, (0, conditional)
                yield holder, -(value or 1), (0, conditional)
                continue
            yield holder, value, None
            if several:
                for _ in range(1 + int(3 * chance.random() ** 2)):
                    yield holder, max(-2, min(2, value + int(chance.uniform(-2.6, 2.6)))), None


def _draw(chance, table):
    draw = chance.random()
    return next(drawn for limit, drawn in table if draw <= limit)


def _draw_claim(chance, number, proposal, size, holder, value, quarrel):
    """Return a claim's columns after its proposal; `quarrel` fixes day, attribution and whether it has a condition."""
    draw = chance.random
    expert = holder["kind"] == "expert"
    dimension, attribution = "position", 0
    conditional = draw() < SHARES["conditional"]
    pending = doubtful = False
    day = _choose_day(size, proposal)
    if quarrel:
        conditional = quarrel[1]
    else:
        dimension = _draw(chance, EXPERTS_DIMENSIONS if expert else DIMENSIONS)
        attribution = int(draw() < 0.1) if expert else _draw(chance, ATTRIBUTIONS)
        pending = attribution < 3 and dimension == "position" and draw() < SHARES["pending"]
        doubtful = draw() < SHARES["doubtful"]
        day += int(400 * draw() ** 3)
    conditional = conditional and not pending
    quote = _draw_quote(draw, number) if draw() < SHARES["quote"] or number % EVERY == 0 else ""
    return (
        proposal if draw() < 0.9 else 1 + int(draw() * size.proposals),
        holder["id"],
        _draw_speaker(draw, holder["id"], attribution, size),
        dimension,
        0 if pending else value,
        attribution,
        CONDITIONS[int(draw() * len(CONDITIONS))] if conditional else "",
        _draw_link(draw, proposal, size) if conditional and draw() < SHARES["depends on a proposal"] else "",
        f"paragraph {number % 9 + 1}" if draw() < SHARES["covers a part"] else "",
        pending,
        doubtful,
        DAYS[day],
        "exact" if draw() < 0.7 else "publication",
        quote,
        "" if quote else "Recorded vote",
        "no-text" if quote else "no-quote",
        _draw(chance, STATUSES),
    )


def _draw_quote(draw, number):
    opening = OPENINGS[int(draw() * len(OPENINGS))].format(SUBJECTS[int(draw() * len(SUBJECTS))])
    rare = f" {RARE_WORD}" if number % EVERY == 0 else ""
    return f"{opening}{rare} {ENDINGS[int(draw() * len(ENDINGS))]}"


def _draw_speaker(draw, holder, attribution, size):
    """Own: the holder or its official; relayed: nobody; second-hand and forecast: anybody else."""
    if attribution == 1:
        return None
    if attribution == 0:
        has_official = holder <= max(2, size.actors // 10)
        return size.actors + holder if has_official and draw() < 0.5 else holder
    return 1 + (holder - 1 + 1 + int(draw() * (size.actors - 1))) % size.actors


def _draw_link(draw, proposal, size):
    """Return what a condition depends on: another proposal of those years, granted or refused."""
    other = 1 + (proposal - 1 + 1 + int(draw() * min(40, size.proposals - 1))) % size.proposals
    return f"{'!' if draw() < 0.25 else ''}proposal-{other}"
