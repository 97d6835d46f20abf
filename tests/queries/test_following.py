"""What follows the cells that a write touched equals what is made anew, whatever is written, on either database."""

from datetime import date, timedelta
from itertools import product
from random import Random

import numpy as np
import pytest
from django.db import models

from claims import queries
from claims.models import Claim, DataVersion, Proposal, touched_cells
from claims.queries import snapshot as snapshots
from claims.queries.coded_sources import CodingDaysByNegotiation
from claims.queries.snapshot import Snapshot
from claims.queries.vocabulary import AllParticipants, Vocabulary
from claims.rules.measures.robustness import Change
from claims.rules.scales import Attribution, Dimension
from claims.services.write_gate import editing
from tests.make import (
    change,
    make_actor,
    make_claim,
    make_coding,
    make_negotiation,
    make_outcome,
    make_proposal,
    make_side,
    make_source,
    make_topic,
    make_wording,
)

pytestmark = pytest.mark.django_db

WRITES = 30  # of a history; some of them of several claims, or of none
FIRST_DAY = date(2022, 1, 10)
OF_ALL = queries.Scope()
SCOPES = [
    OF_ALL,
    OF_ALL._replace(as_of=FIRST_DAY + timedelta(9)),
    OF_ALL._replace(attributions=(Attribution.OWN, Attribution.PREDICTED)),
    OF_ALL._replace(leaked="no"),
    OF_ALL._replace(as_of=FIRST_DAY + timedelta(12), published_by_then="yes"),
    OF_ALL._replace(dimension=Dimension.POSITION),
]
DIMENSIONS = [(dimension,) for dimension in Dimension]
ASKED = [*product([queries.read_stance_arrays, queries.read_move_arrays], DIMENSIONS)]
# What follows from claims and from what stands beside them; what is made of both; and all that is marked.
ASKED += [
    (function, ())
    for function in {
        *(queries.count_evidence, queries.count_totals, queries.find_main_finding, queries.find_standing_outcomes),
        *(queries.summarise_proposals, queries.tally_holders, queries.tally_proposals, queries.decide_verdicts),
        *(function for function in snapshots._FOLLOWING if function is not queries.read_stance_arrays),
    }
]


class ChangingTalks:
    """A negotiation in which anything may be written, and another one to which proposals go."""

    def __init__(self, random):
        self.random = random
        topic, elsewhere = make_topic(), make_topic(negotiation=make_negotiation(slug="elsewhere"))
        self.negotiation, self.topics = topic.negotiation, [topic, elsewhere]
        self.proposals = [make_proposal(topic=topic) for _ in range(4)]
        sides = [make_side(), make_side()]
        self.holders = [make_actor(side=sides[n % 2]) for n in range(4)] + [make_actor("expert")]
        self.sources = [make_source(leaked=n == 1, published_on=FIRST_DAY + timedelta(n)) for n in range(9)]
        for number, source in enumerate(self.sources[:6]):  # most of which nobody cites at first
            make_coding(source, self.negotiation, fully_coded_on=FIRST_DAY + timedelta(number % 3))
        for _ in range(12):
            self.say()
        for proposal in self.proposals[:3]:  # which verdict stood until then follows from what was said
            make_outcome(proposal=proposal, day=FIRST_DAY + timedelta(30))

    def pick(self, rows):
        return self.random.choice(rows)

    def draw_content(self):
        """Draw what a claim says, in which cell and how."""
        pending = self.random.random() < 0.1
        names = [f"{'!' * (self.random.random() < 0.2)}{proposal.slug}" for proposal in self.proposals]
        conditions = {"conditions": "if asked", "depends_on": self.pick(names)} if self.random.random() < 0.5 else {}
        return {
            "holder": self.pick(self.holders),
            "proposal": self.pick(self.proposals),
            "dimension": self.pick([Dimension.POSITION, Dimension.POSITION, *Dimension]),
            "said_on": FIRST_DAY + timedelta(self.random.randrange(20)),
            "source": self.pick(self.sources),
            "pending": pending,
            **({"quote": "", "locator": "p. 3"} if self.random.random() < 0.1 else {}),
            "value": 0 if pending else self.pick([-2, -1, 0, 1, 2, 2, None]),
            **({} if pending else conditions),
        }

    def say(self):
        content = self.draw_content()
        make_claim(content.pop("value"), content.pop("holder"), **content)

    def change(self):
        content = self.draw_content()
        change(
            self.pick(Claim.objects.order_by("pk")), **content, speaker=content["holder"], attribution=Attribution.OWN
        )

    def publish(self):
        row = self.pick(Claim.objects.order_by("pk"))
        change(row, status="published" if row.status != "published" else self.pick(["withdrawn", "draft"]))

    def change_many(self):
        rows = list(Claim.objects.filter(proposal=self.pick(self.proposals)).order_by("pk"))
        for row in rows:
            row.said_on, row.note = row.said_on + timedelta(1), "later"
        with editing(None) as gate:
            gate.change_many(rows, ["said_on", "note"])

    def delete(self):
        rows = list(Claim.objects.order_by("pk"))
        with editing(None):
            self.pick(rows).delete()

    def move_proposal(self):
        proposal = Proposal.objects.get(pk=self.pick(self.proposals).pk)
        change(proposal, topic=(topic := self.pick(self.topics)), negotiation=topic.negotiation)

    def change_part(self):
        part = self.pick(self.holders[:4]).stretches.get()
        change(part, principal=not part.principal)

    def end_part(self):
        change(self.pick(self.holders).stretches.get(), until=self.pick([None, FIRST_DAY + timedelta(10)]))

    def change_source(self):
        changes = [
            {"leaked": True},
            {"leaked": False},
            {"published_on": FIRST_DAY + timedelta(11)},
            {"origin": "Other"},
        ]
        change(self.pick(self.sources), **self.pick(changes))

    def write_beside(self):
        proposal, day = self.pick(self.proposals), FIRST_DAY + timedelta(self.random.randrange(20))
        if proposal.wordings.count() < 3 and self.random.random() < 0.5:
            make_wording(proposal, day=day)
        else:
            make_outcome(proposal=proposal, day=day)

    def rename_actor(self):
        change(self.pick(self.holders), note=f"{self.random.random()}")

    WRITES = {say: 6, change: 8, publish: 6, change_many: 2, delete: 2, write_beside: 2}
    WRITES |= {move_proposal: 1, change_part: 1, end_part: 1, change_source: 2, rename_actor: 1}

    def write(self):
        (written,) = self.random.choices(list(self.WRITES), self.WRITES.values())
        written(self)
        return written.__name__


def describe(result):
    """Return all that a result holds as what can be compared: rows with their columns, not by their keys."""
    if isinstance(result, np.ndarray):
        return result.tolist(), str(result.dtype)
    if isinstance(result, Vocabulary):
        return describe([result.actors, result.proposals, result.principals])
    if isinstance(result, CodingDaysByNegotiation):
        days = {
            negotiation: vars(result.of(negotiation))
            for of_one in result.by_source.values()
            for negotiation, _ in of_one
        }
        return describe([result.by_source, days])
    if isinstance(result, AllParticipants):
        return describe([result.on(day) for day in (FIRST_DAY, date.today())])
    if isinstance(result, Change):
        return describe([*result[:-1], result.after])
    if isinstance(result, models.Model):
        return {name: describe(value) for name, value in vars(result).items() if name != "_state"}
    if isinstance(result, dict):
        return {key: describe(value) for key, value in result.items()}
    if isinstance(result, list | tuple | set | frozenset):
        return [type(result).__name__, *map(describe, result)]
    return result


@pytest.mark.parametrize("seed", range(2))
def test_what_follows_a_write_is_what_is_made_anew(seed, monkeypatch):
    monkeypatch.setattr(touched_cells, "MOST_CELLS", 6)  # of more all is made anew
    random = Random(seed)
    talks, written = ChangingTalks(random), []
    for step in range(WRITES):
        written.append(talks.write())
        version = DataVersion.read_all().of(talks.negotiation.pk)
        for scope in random.sample(SCOPES, 2):  # the others follow several writes at once
            scope = scope._replace(negotiations=(talks.negotiation.pk,))
            followed = queries.get_snapshot(scope, version)
            anew = Snapshot(version._replace(database=f"anew {step}"), scope)  # of which nothing is kept
            for function, args in ASKED:
                told = describe(followed.get(function, *args)), describe(anew.get(function, *args))
                assert told[0] == told[1], (function.__name__, args, scope, written)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_decided_on_some_alone_is_what_is_decided_on_all(seed):
    random = Random(seed)
    talks = ChangingTalks(random)
    for _ in range(WRITES // 3):
        talks.write()
        version = DataVersion.read_all().of(talks.negotiation.pk)
        scope = random.choice(SCOPES)._replace(negotiations=(talks.negotiation.pk,))
        of_all, alone = Snapshot(version, scope), Snapshot(version._replace(database="alone"), scope)
        decided, standing = of_all.get(queries.decide_verdicts), of_all.get(queries.find_standing_outcomes)
        for pk, proposal in of_all.get(queries.read_vocabulary).proposals.items():
            slug = proposal.slug
            on_it = queries.decide_on(alone, [slug])
            assert on_it.verdicts == {slug: decided.verdicts[slug]} and on_it.gaps == {slug: decided.gaps[slug]}
            for named in {slug, *decided.awaited.get(slug, ())}:
                assert on_it.refusers.get(named) == decided.refusers.get(named)
            assert queries.find_standing_on(alone, [pk]) == {key: row for key, row in standing.items() if key == pk}
        assert alone.get_at_hand(queries.decide_verdicts) is None
        assert queries.decide_on(of_all, []) is decided  # at hand, and so asked of nobody
