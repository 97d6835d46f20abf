"""Second pass of an import: rows → the claims that they are, and what is to be done, or faults.

A row is the claim that its `claim` names. Without that it is the claim of the same identity
(`rules.exchange.compute_identity`); where several rows or claims share one, that with the same conditions, since one
passage may yield several claims under different conditions (codebook, rule 12).
"""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from ...models import Claim, Source
from ...rules import exchange, publishing, quotes
from ...rules.missing_quotes import explain_missing
from ...rules.publishing import Status
from ...rules.quotes import QuoteState
from ...wording.publishing import CITATION_BLOCKERS
from ...wording.quotes import write_missing
from .parse import CONTENT

TEXTS_HELD = 8
SLUGS_SHOWN = 5
AT = {name: place for place, name in enumerate(CONTENT)}
PASSAGE = [AT[name] for name in ("quote", "prefix", "suffix", "source_id")]
FREE = (Status.DRAFT, Status.RETURNED)  # what an import may change without publishing


class StoredClaim(NamedTuple):
    """A claim of the database."""

    pk: int
    public_id: str
    version: int
    status: str
    corrects: int | None
    identity: str
    place: tuple
    content: list


class RowMatcher:
    """Matches spooled rows; `absent` are the columns that the file has not, which stay as they are stored."""

    def __init__(self, absent, publish, faults, repeats):
        self.absent = [AT[Claim._meta.get_field(name).attname] for name in absent]
        self.publish = publish
        self.faults, self.repeats = faults, repeats
        self.taken = {}  # claim, or identity and conditions → (line, whether it names its id); repeated ones only
        self.held = set(Source.objects.exclude(text="").values_list("pk", flat=True))
        self.text_of = lru_cache(TEXTS_HELD)(lambda key: Source.objects.values_list("text", flat=True).get(pk=key))
        self.unchanged = 0

    def plan(self, batch):
        """Return {"new": [[claim, status, place, content], …], "changed": [[pk, version, …the same], …]} of a
        spooled batch; what would change nothing is only counted."""
        by_id, by_identity = self._stored(batch)
        plan = {"new": [], "changed": []}
        for line, claim, version, identity, *content in batch:
            stored = by_id.get(claim) if claim else self._pick(line, by_identity[identity], identity, content)
            if self._is_taken(line, claim, identity, stored, content):
                continue
            if stored is None:
                place, status = self._place(content), Status.PUBLISHED if self.publish else Status.DRAFT
                if self._is_cited(line, status, content, place):
                    plan["new"].append([claim, status, place, content])
            else:
                self._change(plan["changed"], line, stored, version, content)
        return plan

    def _stored(self, batch):
        ids = {claim for _, claim, *_ in batch if claim}
        identities = {identity for _, claim, _, identity, *_ in batch if not claim}
        by_id, by_identity = {}, defaultdict(list)
        if ids:
            by_id = {stored.public_id: stored for stored in _read(Claim.objects.filter(public_id__in=ids))}
        if identities:
            for stored in _read(Claim.objects.filter(identity__in=identities, corrects=None)):
                by_identity[stored.identity].append(stored)
        return by_id, by_identity

    def _pick(self, line, candidates, identity, content):
        """Return the claim that a row without an id is, or None for a new one; withdrawn claims come last."""
        at = AT["conditions"]
        same = _alive([stored for stored in candidates if stored.content[at] == content[at] or at in self.absent])
        if len(same) > 1:
            ids = ", ".join(stored.public_id for stored in same[:SLUGS_SHOWN])
            self.faults.add(line, "claim", f"may be any of several claims ({ids}): name one by its id.")
        if same:
            return same[0]
        alive = _alive(candidates)
        alone = len(alive) == 1 and identity not in self.repeats
        return alive[0] if alone else None

    def _is_taken(self, line, claim, identity, stored, content):
        """Whether a row above is the same claim, which is a fault."""
        names = {identity, claim or identity, stored.identity if stored else identity}
        if not any(name in self.repeats for name in names):
            return False
        keys = [(stored.pk if stored else claim or identity, False)]
        if not stored:
            keys.append(((identity, content[AT["conditions"]]), bool(claim)))
        for key, may_be_another in keys:
            if key == identity:
                continue
            first, first_may = self.taken.setdefault(key, (line, may_be_another))
            if first != line and not (may_be_another and first_may):
                self.faults.add(line, "claim" if claim else "", f"is the same claim as line {first}.")
                return True
        return False

    def _change(self, changed, line, stored, version, content):
        """Plan what a row changes of a stored claim, if that may be."""
        for at in self.absent:
            content[at] = stored.content[at]
        differs = content != stored.content
        publishes = self.publish and stored.status not in (Status.PUBLISHED, Status.WITHDRAWN)
        if not differs and not (publishes and stored.corrects is None):
            self.unchanged += 1
            return
        reason = self._kept_back(stored, version, differs)
        if reason:
            self.faults.add(line, "claim", f"{stored.public_id} {reason}")
            return
        same_passage = all(content[at] == stored.content[at] for at in PASSAGE)
        place = list(stored.place) if same_passage else self._place(content)
        status = Status.PUBLISHED if publishes else stored.status
        fields = dict(zip(CONTENT, content, strict=True))
        broken = exchange.check_claim({**fields, "holder": fields["holder_id"], "speaker": fields["speaker_id"]})
        for fault in broken:
            self.faults.add(line, fault.field, f"{fault.reason} ({stored.public_id} keeps what the file leaves out.)")
        if not broken and self._is_cited(line, status, content, place):
            changed.append([stored.pk, stored.version, status, place, content])

    def _kept_back(self, stored, version, differs):
        """Return why a stored claim cannot be changed, or nothing."""
        if stored.corrects is not None:
            return "is a correction under way: a reviewer publishes or returns it."
        if stored.status == Status.WITHDRAWN:
            return "was withdrawn, and an import does not bring it back."
        if not self.publish and stored.status not in FREE:
            state = "published" if stored.status == Status.PUBLISHED else "in review"
            return f"is {state}, and the row would change it: give --publish, or leave the row out."
        if differs and 0 < version < stored.version:
            return (
                f"was changed here since the file was written (version {stored.version}, the row says {version}): "
                "look at it again, then empty the cell “version” to overwrite it."
            )
        return ""

    def _place(self, content):
        """Return [state, start, end] of a row's quote in the text of its source."""
        quote, prefix, suffix, source = (content[at] for at in PASSAGE)
        text = self.text_of(source) if quote and source in self.held else ""
        found = quotes.locate(quote, text, prefix, suffix)
        return [found.state.value, found.start, found.end]

    def _is_cited(self, line, status, content, place):
        """Whether a claim may have this status with its citation; if not, that is a fault."""
        if status != Status.PUBLISHED:
            return True
        quote, state = content[AT["quote"]], place[0]
        if state == QuoteState.MISSING:
            quote, prefix, suffix, source = (content[at] for at in PASSAGE)
            missing = [write_missing(explain_missing(quote, self.text_of(source), prefix, suffix))]
        else:
            citation = publishing.Citation(quote, content[AT["locator"]], state)
            missing = [CITATION_BLOCKERS[blocker] for blocker in publishing.find_citation_blockers(citation)]
        for reason in missing:
            self.faults.add(line, "quote", reason)
        return not missing


def _alive(stored):
    """Return the claims that are not withdrawn, or all where all are."""
    return [claim for claim in stored if claim.status != Status.WITHDRAWN] or stored


def _read(claims):
    names = ("pk", "public_id", "version", "status", "corrects_id", "identity")
    found = claims.order_by("pk").values_list(*names, "quote_state", "quote_start", "quote_end", *CONTENT)
    for row in found:
        content = list(row[9:])
        content[AT["said_on"]] = content[AT["said_on"]].isoformat()
        content[AT["note"]] = content[AT["note"]].replace(
            "\r\n", "\n"
        )  # as browsers send lines, and no file holds them
        yield StoredClaim(*row[:6], row[6:9], content)
