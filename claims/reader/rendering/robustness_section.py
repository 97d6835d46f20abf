"""Which verdicts would be others if less were known, by what was left out."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from ... import queries
from ...models import Negotiation, Proposal
from ...rendering.palette import get_verdict_class
from ...rules.measures.robustness import Change, TrialKind
from ...rules.scales import VERDICTS, Word
from ...rules.verdicts import Verdict
from ...wording.robustness import WORDS

CHANGES_A_PAGE = 100
MOST_AT_ONCE = 1000  # cells of principals: up to these the page of common ground holds the changes


class ChangedVerdict(NamedTuple):
    """A verdict that would be another, and how both are said."""

    proposal: Proposal
    before: Verdict
    after: Verdict

    @property
    def words(self) -> tuple[str, str]:
        """The word of the verdict, and that of what it would be."""
        return VERDICTS[self.before.kind].word, VERDICTS[self.after.kind].word

    @property
    def classes(self) -> tuple[str, str]:
        """The class of the verdict, and that of what it would be."""
        return get_verdict_class(self.before.kind), get_verdict_class(self.after.kind)


class LeftOut(NamedTuple):
    """One source or voice (words and address, None where all of a kind was left out) with what changes without it."""

    words: str
    href: str | None
    changed: list[ChangedVerdict]


class Trial(NamedTuple):
    """One way of knowing less: its words, how many verdicts change, and what was left out, as far as the page shows."""

    name: str
    word: Word
    verdicts: int
    left_out: list[LeftOut]


def read_robustness(snapshot: queries.Snapshot, shows_proposal: Callable[[Proposal], bool]) -> queries.Robustness:
    """Return what the verdicts depend on of the proposals that a page shows."""
    slugs = {p.slug for p in snapshot.get(queries.list_put_forward).values() if shows_proposal(p)}
    return snapshot.get(queries.compute_robustness).of(slugs)


def make_panel(
    negotiation: Negotiation,
    snapshot: queries.Snapshot,
    query: str,
    query_of_proposals: str,
    shows_proposal: Callable[[Proposal], bool],
) -> dict[str, Any]:
    """Return what the page of common ground shows: the first changes where they are found quickly, else an address.

    `query` says which claims count, `query_of_proposals` on which proposals besides.
    """
    address = negotiation.get_address("robustness") + query_of_proposals
    vocab = snapshot.get(queries.read_vocabulary)
    if not vocab.has_verdicts:
        return {}
    if len(vocab.principals) * len(vocab.proposals) > MOST_AT_ONCE:
        return {"robustness_address": address}
    robustness = read_robustness(snapshot, shows_proposal)
    return {
        "robustness_address": address,
        "more_changes": max(0, len(robustness.changes) - CHANGES_A_PAGE),
        **make_section(negotiation, snapshot, query, robustness, robustness.changes[:CHANGES_A_PAGE]),
    }


def make_section(
    negotiation: Negotiation,
    snapshot: queries.Snapshot,
    query: str,
    robustness: queries.Robustness,
    changes: Iterable[Change],
) -> dict[str, Any]:
    """Return the numbers of all changes, and some `changes` by Trial; `query` says which claims count."""
    by_slug = snapshot.get(queries.read_vocabulary).by_slug
    by_trial: defaultdict[TrialKind, list[LeftOut]] = defaultdict(list)
    for (trial, key), of_key in groupby(changes, key=lambda change: (change.trial, change.key)):
        changed = [ChangedVerdict(by_slug[change.proposal], change.before, change.after) for change in of_key]
        by_trial[trial].append(LeftOut(*_name_left_out(negotiation, robustness, trial, key, query), changed))
    return {
        "robustness": robustness,
        "trials": [
            Trial(trial, WORDS[trial], robustness.count_proposals(trial), by_trial[trial]) for trial in TrialKind
        ],
        "query": query,
    }


def _name_left_out(
    negotiation: Negotiation, robustness: queries.Robustness, trial: str, key: str, query: str
) -> tuple[str, str | None]:
    """Return the words and the address of what was left out: a source's page, also of one that is a voice by itself
    since nobody is named whose text it is, or the claims of a voice, which stands for those chosen."""
    if trial not in (TrialKind.SOURCE, TrialKind.VOICE):
        return "", None
    source = robustness.sources.get(key)
    if source and (trial == TrialKind.SOURCE or not (source.origin or source.publisher)):
        return str(source), source.get_absolute_url() + query
    chosen = [(name, value) for name, value in parse_qsl(query.removeprefix("?")) if name != "origin"]
    return key, f"{negotiation.get_address('claims')}?{urlencode([*chosen, ('origin', key)])}"
