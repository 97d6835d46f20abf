"""Whether the database holds what the editors were answered, and nothing else: each save once, none lost, none half."""

import re
from collections import Counter, defaultdict
from contextlib import suppress
from io import StringIO
from itertools import pairwise
from typing import NamedTuple

from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict

from claims.models import Claim

TOKEN = re.compile(r"(?:[a-z][a-z ]*: )?(e\d+-\d+c?\.)(?= |$)")
PROPOSED = "correction proposed"
GONE = 410


class Before(NamedTuple):
    """What there was before the crowd came: the newest record of the history of claims, and what was odd already."""

    newest: int
    odd: set


def look_before():
    newest = Claim.history.order_by("-history_id").first()
    return Before(newest.history_id if newest else 0, check_claims())


def list_faults(entries, before, shared, stale=()):
    """Return what is wrong since then, in sentences, of what the history holds, of the claims as they are, and of what
    visitors saw: [(act, key, status)]."""
    records = list(Claim.history.filter(history_id__gt=before.newest).order_by("history_id"))
    return [
        *_hold_against_entries(entries, records),
        *_list_broken_chains(records),
        *_list_lost_updates(records, shared),
        *_list_stale(stale),
        *(f"check_claims: {line}" for line in sorted(check_claims() - before.odd)),
    ]


def _hold_against_entries(entries, records):
    """Each act that was answered as done has one record, each that was refused none; and every record has its act."""
    made = Counter((record.id, token) for record in records if (token := _read_token(record)))
    of_token = defaultdict(set)
    for row, token in made:
        of_token[token].add(row)
    for (row, token), number in made.items():
        if number > 1:
            yield f"{token} stands {number} times in the history of claim {row}"
    proposed = {record.id for record in records if record.history_change_reason == PROPOSED}
    acts = {entry.token: entry for entry in entries if entry.act != "propose"}
    for entry in entries:
        if entry.act == "propose":
            if entry.outcome == "saved" and entry.row not in proposed:
                yield f"{entry.token} proposed a correction that is not there: claim {entry.row}"
        elif entry.outcome == "saved" and entry.row not in of_token[entry.token]:
            yield f"{entry.act} {entry.token} was answered as saved and is not in the history of claim {entry.row}"
        elif entry.outcome not in ("saved", "unanswered") and of_token[entry.token]:
            yield f"{entry.act} {entry.token} was answered as not saved ({entry.outcome}) and is in the history"
        if entry.outcome in ("conflict", "hindered") and entry.act in ("write", "edit shared") and not entry.kept:
            yield f"{entry.act} {entry.token}: what was typed is not on the page that refuses it"
    known_proposals = {entry.row for entry in entries if entry.act == "propose" and entry.outcome == "saved"}
    may_propose = sum(entry.act == "propose" and entry.outcome == "unanswered" for entry in entries)
    for record in records:
        token = _read_token(record)
        if token and token not in acts:
            yield f"the history of claim {record.id} holds {token}, which nobody sent"
        if not token and record.history_change_reason != PROPOSED:
            yield f"claim {record.id}, version {record.version}: nobody's act ({record.history_change_reason})"
    if len(proposed - known_proposals) > may_propose:
        yield f"corrections of nobody: {sorted(proposed - known_proposals)}"


def _read_token(record):
    match = TOKEN.match(record.history_change_reason or "")
    return match and match[1]


def _list_broken_chains(records):
    """The versions of a claim follow each other without a gap, and the claim is as its last record says."""
    touched = {record.id for record in records}
    chains = defaultdict(list)
    for record in Claim.history.filter(id__in=touched).order_by("history_id"):
        chains[record.id].append(record)
    for key, chain in chains.items():
        versions = [record.version for record in chain]
        if versions != list(range(versions[0], versions[0] + len(versions))):
            yield f"claim {key}: its history has the versions {versions}"
        claim = Claim.objects.filter(pk=key).first()
        if claim is None or claim.version != versions[-1]:
            yield f"claim {key} is at another version than its history: {claim and claim.version}, {versions[-1]}"
        elif model_to_dict(claim) != model_to_dict(chain[-1].instance):
            yield f"claim {key} is otherwise than its last record says"


def _list_lost_updates(records, shared):
    """Each who added a word to a shared note left all words that stood there."""
    for key in shared:
        notes = [record.note for record in Claim.history.filter(id=key).order_by("history_id")]
        for before, after in pairwise(notes):
            if not after.startswith(before):
                yield f"claim {key}: “{after}” was written over “{before}”"


def _list_stale(stale):
    """Whoever opens a claim after it was published sees it, unless somebody else has withdrawn it."""
    withdrawn = set(
        Claim.objects.filter(pk__in=[key for _, key, _ in stale], status="withdrawn").values_list("pk", flat=True)
    )
    for act, key, status in stale:
        if act != "publish" or status != GONE or key not in withdrawn:
            yield f"{act} of claim {key} was answered, and a visitor got {status} after it"


def check_claims():
    """Return what `check_claims` lists."""
    said = StringIO()
    with suppress(CommandError, SystemExit):  # which say how many there are
        call_command("check_claims", stdout=said, stderr=said, no_color=True)
    return set(said.getvalue().splitlines())
