"""Rows with valid defaults for tests, written through a gate of their own: call them outside `editing()`.

What nobody is named for goes through one gate, with all that is made for it, or for what is made around it. Every
default can be named: make_claim(value=1, holder=russia, conditions="if asked"). Slugs and names are unique.
"""

from contextlib import contextmanager
from datetime import date
from functools import wraps
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from claims.models import (
    Actor,
    Batch,
    BatchCoder,
    BatchSource,
    BlindCoding,
    BlindSuggestion,
    Claim,
    EditorialNote,
    Event,
    ImportProfile,
    Member,
    Negotiation,
    OldAddress,
    Outcome,
    Part,
    Participant,
    PendingChange,
    Proposal,
    ReviewComment,
    SearchRecord,
    Settlement,
    Side,
    Source,
    SourceCoding,
    Topic,
    Wording,
)
from claims.models.history import open_gate
from claims.models.source_texts import sha256
from claims.rules.import_profiles import Profile
from claims.rules.paragraphs import split_paragraphs
from claims.rules.publishing import Status
from claims.rules.scales import Attribution, SearchOutcome
from claims.services.sources import check_text, save_source
from claims.services.write_gate import editing

numbers = count(1_000_000)  # all of a length: names are in the order in which they were made, whichever test runs first


@contextmanager
def opened(by=None, operator=False):
    """Open a gate, unless one that names nobody is open for what is made around this."""
    around = open_gate.get()
    if around and around.user is by is None:
        yield around
    else:
        with editing(by, "made for a test", operator=operator) as gate:
            yield gate


def through_one_gate(make):
    """Let all that a function makes go through one gate, where it names nobody."""

    @wraps(make)
    def make_all(*given, by=None, **fields):
        if by:
            return make(*given, by=by, **fields)
        with opened():
            return make(*given, **fields)

    return make_all


def make_user(role=None, username=None, **fields):
    """Make a user who may log in to the admin; `role` is "analyst", "reviewer", "superuser" or None."""
    username = username or f"{role or 'user'}-{next(numbers)}"
    values = {"is_staff": role is not None, "is_superuser": role == "superuser", **fields}
    user = get_user_model().objects.create_user(username, password="password", **values)
    if role in ("analyst", "reviewer"):
        user.groups.add(Group.objects.get(name=role))
    return user


def make_negotiation(by=None, **fields):
    number = next(numbers)
    named = {"slug": f"talks-{number}", "title": f"Talks {number}", "short_title": f"Talks {number}"}
    return _written(Negotiation(**{**named, **fields}), by)


def the_negotiation():
    """Return the first negotiation, made where there is none: most tests need one alone."""
    return Negotiation.objects.order_by("pk").first() or make_negotiation(
        slug="talks", title="Talks", short_title="Talks"
    )


@through_one_gate
def make_side(by=None, **fields):
    number = next(numbers)
    if "negotiation" not in fields:
        fields["negotiation"] = the_negotiation()
    return _written(Side(**{"slug": f"side-{number}", "name": f"Side {number}", "negotiates": True, **fields}), by)


PART = ("side", "principal", "always_shown", "order", "since", "until")


@through_one_gate
def make_actor(kind="party", by=None, **fields):
    """Make a party, a coalition, an official (of a new party, unless `speaks_for` is given) or an expert; all but
    officials have a part, on a new side unless one is given, and none with `side=None`. `actor.side` is that of the
    part, or of the party's, and `actor.order` the place of the part.
    """
    number = next(numbers)
    part = {name: fields.pop(name) for name in PART if name in fields}
    if kind == "official" and "speaks_for" not in fields:
        fields["speaks_for"] = make_actor(**({"side": part["side"]} if "side" in part else {}))
    named = {"slug": f"actor-{number}", "name": f"Actor {number}", "short_name": f"A{number}"}
    actor = _written(Actor(**{**named, "kind": kind, **fields}), by)
    if kind == "official":
        actor.side = find_side(actor.speaks_for)
    elif part.get("side", "a new one") is None:
        actor.side = None
    else:
        made = make_participant(actor, by=by, **part)
        actor.side, actor.order = made.side, made.order
    return actor


@through_one_gate
def make_participant(actor=None, by=None, **fields):
    """Make a part of an actor: of a party or a coalition that of a principal, on a new side unless one is given."""
    actor = actor or make_actor(side=None)
    if "side" not in fields:
        fields["side"] = make_side()
    return _written(Participant(**{"actor": actor, "principal": actor.acts_as_party, **fields}), by)


@through_one_gate
def make_member(member=None, coalition=None, by=None, **fields):
    """Make a party a member of a coalition; of what is not given, make one, without a part."""
    member, coalition = member or make_actor(side=None), coalition or make_actor("coalition", side=None)
    return _written(Member(**{"member": member, "coalition": coalition, **fields}), by)


def find_side(actor):
    """Return the side of an actor's last part, or of its party's; None where there is none."""
    parts = Participant.objects.filter(actor=actor.speaks_for_id or actor.pk)
    return parts.last().side if parts else None


@through_one_gate
def make_topic(by=None, **fields):
    number = next(numbers)
    if "negotiation" not in fields:
        fields["negotiation"] = the_negotiation()
    return _written(Topic(**{"slug": f"topic-{number}", "name": f"Topic {number}", **fields}), by)


@through_one_gate
def make_proposal(proposers=(), part_of=None, by=None, **fields):
    """Make a proposal; `part_of` is its package, if it has one."""
    number = next(numbers)
    if "topic" not in fields:
        fields["topic"] = make_topic()
    named = {"slug": f"proposal-{number}", "title": f"Proposal {number}", "definition": f"What proposal {number} says."}
    with opened(by):
        proposal = Proposal(**{**named, **fields})
        proposal.save()
        if proposers:
            proposal.proposers.set(proposers)
    if part_of:
        make_part(part_of, proposal, by=by, where="")
    return proposal


@through_one_gate
def make_part(package=None, part=None, by=None, **fields):
    """Put a proposal into a package; of what is not given, make one."""
    package, part = package or make_proposal(), part or make_proposal()
    return _written(Part(**{"package": package, "part": part, "where": f"Article {next(numbers)}", **fields}), by)


CODING = ("fully_coded_by", "fully_coded_on")


@through_one_gate
def make_source(text="", by=None, **fields):
    """Make a source; with a `text`, its digest is filled in. With `fully_coded_by` and `fully_coded_on` it is fully
    coded for the first negotiation."""
    number = next(numbers)
    if text:
        fields.setdefault("text_sha256", sha256(text))
    coding = {name: fields.pop(name) for name in CODING if name in fields}
    named = {"slug": f"source-{number}", "title": f"Source {number}", "published_on": date(2022, 1, 17)}
    source = Source(**{**named, "publisher": "Daily", "origin": "Agency", **fields})
    source = hold_text(source, text, by) if text else _written(source, by)
    if coding:
        make_coding(source, by=by, **coding)
    return source


@through_one_gate
def make_coding(source=None, negotiation=None, by=None, **fields):
    """Let a source be fully coded for a negotiation, the first one unless another is given."""
    said = {"fully_coded_by": "us", "fully_coded_on": date(2022, 2, 1), **fields}
    row = SourceCoding(source=source or make_source(), negotiation=negotiation or the_negotiation(), **said)
    with opened(by, operator=True) as gate:
        gate.save(row)
    return row


def hold_text(source, text, by=None):
    """Save a source with a text, or with none any more."""
    with opened(by, operator=True) as gate:
        save_source(gate, source, check_text(source, text))
    return source


@through_one_gate
def make_claim(value=-2, holder=None, status="published", by=None, **fields):
    """Make a claim of this status without walking through the transitions; `by` is who wrote it last.

    The speaker fits the attribution: the holder, nobody, or another actor.
    """
    holder = holder or make_actor()
    attribution = fields.get("attribution", Attribution.OWN)
    if "speaker" not in fields:
        other = attribution >= Attribution.ATTRIBUTED
        fields["speaker"] = make_actor(kind="expert") if other else holder if attribution == Attribution.OWN else None
    if "proposal" not in fields:
        fields["proposal"] = make_proposal()
    if "source" not in fields:
        fields["source"] = make_source()
    values = {"quote": f"Passage {next(numbers)}.", "said_on": date(2022, 1, 17), **fields}
    claim = Claim(value=value, holder=holder, status=Status(status), **values)
    with opened(by, operator=True) as gate:
        gate.save(claim)
    return claim


@through_one_gate
def make_outcome(kind="agreed", status="published", by=None, **fields):
    """Make an outcome of this status without walking through the transitions; `by` is who wrote it last."""
    if "proposal" not in fields:
        fields["proposal"] = make_proposal()
    if "source" not in fields:
        fields["source"] = make_source()
    values = {"quote": f"Outcome {next(numbers)}.", "day": date(2022, 3, 3), **fields}
    outcome = Outcome(kind=kind, status=Status(status), **values)
    with opened(by, operator=True) as gate:
        gate.save(outcome)
    return outcome


@through_one_gate
def make_wording(proposal=None, authors=(), by=None, **fields):
    """Make a wording of a proposal, from a source of its own unless one is given."""
    number = next(numbers)
    proposal = proposal or make_proposal()
    if "source" not in fields:
        fields["source"] = make_source()
    named = {"slug": f"draft-{number}", "label": f"Draft {number}", "text": f"The parties agree on point {number}."}
    wording = _written(Wording(**{"proposal": proposal, "day": date(2021, 12, 17), **named, **fields}), by)
    if authors:
        with opened(by):
            wording.authors.set(authors)
    return wording


@through_one_gate
def make_event(by=None, **fields):
    number = next(numbers)
    if "negotiation" not in fields:
        fields["negotiation"] = the_negotiation()
    named = {"slug": f"round-{number}", "title": f"Round {number}", "kind": "round", "first_day": date(2022, 1, 10)}
    return _written(Event(**{**named, **fields}), by)


@through_one_gate
def make_old_address(by=None, **fields):
    """Make an old address, of an actor unless another row is given."""
    row = fields or {"actor": make_actor(side=None)}
    return _written(OldAddress(**{"slug": f"old-{next(numbers)}", **row}), by)


@through_one_gate
def make_three_a_side(actors, proposal, east, west, **fields):
    """Let the principal and two voices of each side stand at three values, the principal at the first."""
    for principal, values in ((actors["east"], east), (actors["west"], west)):
        voices = [make_actor(side=principal.side, principal=False) for _ in values[1:]]
        for holder, value in zip([principal, *voices], values, strict=True):
            make_claim(value=value, holder=holder, proposal=proposal, **fields)


@through_one_gate
def make_search(by=None, published=True, **fields):
    """Make a recorded search that found nothing, or with a `why` one that says that there is nothing to find."""
    found = {"searched_on": date(2022, 2, 3), "searched_in": f"archive {next(numbers)}"}
    if "why" in fields:
        found = {"outcome": SearchOutcome.NOT_APPLICABLE.value}
    return _work(SearchRecord, by, {**_cell(fields), "published": published, **found, **fields})


@through_one_gate
def make_remark(by=None, published=True, **fields):
    """Make a remark on a cell; with `holder=None` on a proposal."""
    said = {"text": f"Reading {next(numbers)}.", "signed_by": "Ann Analyst"}
    return _work(EditorialNote, by, {**_cell(fields), "published": published, **said, **fields})


@through_one_gate
def make_profile(by=None, **fields):
    """Make a profile of files whose columns are “Who”, “Issue” and so on."""
    columns = {"Who": "holder", "Issue": "proposal", "Stance": "value", "When": "said_on", "Document": "source_title"}
    words = {"value:position": {"for it": "2", "against it": "-2"}}
    matching = Profile(columns=columns, words=words, names={"actor": {"The Kremlin": "russia"}}).to_json()
    negotiation = fields.pop("negotiation", None) or the_negotiation()
    return _work(ImportProfile, by, {"name": "Views", "matching": matching, "negotiation": negotiation} | fields)


def make_contradiction(**fields):
    """Make two published claims of one speaker on both sides of zero, a week apart; return them, the earlier first."""
    cell = {**_cell(fields), **fields}
    return [make_claim(value, said_on=date(2022, 1, day), **cell) for value, day in ((2, 3), (-2, 10))]


@through_one_gate
def make_answer(claims=None, by=None, **fields):
    """Make a remark that answers the contradiction of two claims: of these, or of new ones."""
    earlier, later = claims or make_contradiction()
    named = {"holder": earlier.holder, "proposal": earlier.proposal, "earlier_claim": earlier, "later_claim": later}
    return make_remark(by=by, **{**named, **fields})


@through_one_gate
def make_change(by=None, source=None, coding=None, reason="a slip", **fields):
    """Make a change that waits for a reviewer, of a coding or of a source: of its title, unless others are given."""
    target = coding or source or make_source()
    fields = fields or {"title": f"Source {next(numbers)}"}
    of_row = {"coding": coding} if coding else {"source": target}
    change = PendingChange(**of_row, target_version=target.version, fields=fields, reason=reason)
    with opened(by) as gate:
        gate.save(change)
    return change


@through_one_gate
def make_batch(sources=(), coders=(), by=None, **fields):
    """Make a batch of the first negotiation with these sources, whole, and these users as coders, none of them done."""
    fields = {"title": f"Batch {next(numbers)}", **fields}
    fields.setdefault("negotiation", the_negotiation())
    batch = _work(Batch, by, fields)
    for source in sources:
        make_batch_source(batch, source, by=by)
    for user in coders:
        make_batch_coder(batch, user, by=by)
    return batch


@through_one_gate
def make_batch_source(batch=None, source=None, by=None, **fields):
    """Put a source into a batch with the text that is held of it."""
    source = source or make_source(text="Words.")
    text = source.read_text()
    held = {"sha256": sha256(text) if text else "", "in_all": len(split_paragraphs(text))}
    return _work(BatchSource, by, {"batch": batch or make_batch(), "source": source, **held, **fields})


@through_one_gate
def make_batch_coder(batch=None, user=None, by=None, **fields):
    """Make a user a coder of a batch, or a machine."""
    if user is None:
        fields.setdefault("machine", f"Machine {next(numbers)}")
    return _work(BatchCoder, by, {"batch": batch or make_batch(), "user": user, **fields})


@through_one_gate
def make_blind_coding(value=-2, coder=None, by=None, **fields):
    """Make what a coder of a batch says; the source is the first of the batch, or one that is put into it."""
    coder = coder or make_batch_coder(by=by)
    if "source" not in fields:
        place = coder.batch.sources.order_by("pk").first()
        fields["source"] = place.source if place else make_batch_source(coder.batch, by=by).source
    fields = _cell(fields) | fields
    attribution = fields.get("attribution", Attribution.OWN)
    fields.setdefault("speaker", fields["holder"] if attribution == Attribution.OWN else None)
    fields = {"quote": "Words.", "said_on": date(2022, 1, 17), **fields}
    return _work(BlindCoding, by, {"coder": coder, "value": value, **fields})


@through_one_gate
def make_blind_suggestion(coder=None, by=None, **fields):
    """Let a coder of a batch have suggested an actor, unless a proposal is given."""
    if "proposal" not in fields:
        fields.setdefault("actor", make_actor(side=None, suggestion="waiting"))
    coder = coder or make_batch_coder(by=by)
    return _work(BlindSuggestion, by, {"coder": coder, "called": "As they call it", **fields})


@through_one_gate
def make_settlement(coding=None, by=None, **fields):
    """Settle the cell of a coding: it is taken as it is, and does not name what settled it yet."""
    coding = coding or make_blind_coding(by=by)
    cell = {name: getattr(coding, name) for name in ("source", "holder", "proposal", "dimension", "attribution")}
    taken = {"batch": coding.coder.batch, "coding": coding, "decision": "taken"}
    return _work(Settlement, by, {**taken, **cell, **fields})


@through_one_gate
def make_comment(claim=None, by=None, **fields):
    """Make a comment on a claim, on a new one that waits unless it is given: by a reviewer, for its coder to answer."""
    claim = claim or make_claim(status="in-review", coder=make_user("analyst"))
    said = {"author": by or make_user("reviewer"), "text": f"Which day, {next(numbers)}?", "awaits": claim.coder}
    return _written(ReviewComment(claim=claim, **{**said, **fields}), by)


def change(row, **fields):
    """Write these fields of a row."""
    with editing(None):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def _cell(fields):
    """Make what a row on a cell names and the fields do not."""
    made = {} if "holder" in fields else {"holder": make_actor()}
    return made if "proposal" in fields else {**made, "proposal": make_proposal()}


def _work(model, by, fields):
    row = model(**fields)
    with opened(by, operator=True) as gate:
        gate.save(row)
    return row


def _written(row, by):
    with opened(by):
        row.save()
    return row
