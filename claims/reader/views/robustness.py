"""How sure the verdicts are: which would be others with one source or voice less, without hearsay, or with conditions
read as refusals, each by name.

Every verdict is made again for every source, which takes seconds where there are thousands: then the page of common
ground does not wait for it but links to this one (htmx opens it in place). Where there are few, it holds it.
"""

from collections import defaultdict
from itertools import groupby
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...models import Claim, Proposal
from ...rules.measures.robustness import TrialKind
from ...rules.scales import VERDICTS, Word
from ...rules.verdicts import Verdict
from ..filters import TableFilter
from ..shared import downloads
from ..shared.list_view import number_pages

CHANGES_A_PAGE = 100
MOST_AT_ONCE = 1000  # cells of principals: up to these the page of common ground holds the changes

WORDS = {
    TrialKind.SOURCE: Word("without one source", "None of the claims of this one document counts."),
    TrialKind.VOICE: Word("without one voice", "Nothing of this one origin counts, whoever reprinted it."),
    TrialKind.SECOND_HAND: Word("without second-hand claims", "What another actor says of the holder does not count."),
    TrialKind.CONDITIONAL: Word(
        "with every condition read as a refusal", "What holds only on a condition counts as a no."
    ),
}


class Changed(NamedTuple):
    """A verdict that would be another, and how both are said."""

    proposal: Proposal
    before: Verdict
    after: Verdict

    @property
    def words(self):
        """What the verdict is, and what it would be."""
        return VERDICTS[self.before.kind].word, VERDICTS[self.after.kind].word


class LeftOut(NamedTuple):
    """One source or voice (words and address, None where all of a kind was left out) with what changes without it."""

    words: str
    href: str | None
    changed: list


class Trial(NamedTuple):
    """One way of knowing less: its words, how many verdicts change, and what was left out, as far as the page shows."""

    name: str
    word: Word
    count: int
    left_out: list


@vary_on_headers("HX-Request")
def robustness(request):
    """Show which verdicts would change if less were known; for htmx, the panel alone."""
    filters = TableFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters}
    if valid:
        snapshot = queries.get_snapshot(filters.scope, request.data_version)
        if filters.export_chosen:
            return downloads.send_table(
                request, filters, "robustness", lists.make_robustness_table(snapshot.robustness.changes)
            )
        page = Paginator(snapshot.robustness.changes, CHANGES_A_PAGE).get_page(request.GET.get("page"))
        context |= _found(snapshot, filters, list(page)) | {"pages": number_pages(request, page, "page")}
    template = "claims/partials/robustness.html" if request.htmx else "claims/robustness.html"
    return render(request, template, context, status=200 if valid else 400)


def panel(snapshot, filters):
    """Return what the page of common ground shows: the first changes where they are found quickly, else an address."""
    address = reverse("claims:robustness") + filters.counting_query
    if not snapshot.vocab.principals:
        return {}
    if len(snapshot.vocab.principals) * len(snapshot.vocab.proposals) > MOST_AT_ONCE:
        return {"robustness_address": address}
    changes = snapshot.robustness.changes
    more = len(changes) - CHANGES_A_PAGE
    return {
        "robustness_address": address,
        "more_changes": max(0, more),
        **_found(snapshot, filters, changes[:CHANGES_A_PAGE]),
    }


def _found(snapshot, filters, shown):
    """Return the numbers of all changes, and those that are shown by Trial."""
    found, query = snapshot.robustness, filters.counting_query
    counts = {trial: len({c.proposal for c in found.changes if c.trial == trial}) for trial in TrialKind}
    by_trial = defaultdict(list)
    for (trial, key), changes in groupby(shown, key=lambda change: (change.trial, change.key)):
        changed = [Changed(snapshot.vocab.by_slug[c.proposal], c.before, c.after) for c in changes]
        by_trial[trial].append(LeftOut(*_named(found, trial, key, query), changed))
    return {
        "robustness": found,
        "trials": [Trial(trial, WORDS[trial], counts[trial], by_trial[trial]) for trial in TrialKind],
        "query": query,
    }


def _named(found, trial, key, query):
    """Return the words and the address of what was left out: a source's page, or the claims of a voice."""
    if trial == TrialKind.SOURCE:
        source = found.sources[key]
        return str(source), source.get_absolute_url() + query
    if trial == TrialKind.VOICE:
        return key, f"{reverse('claims:claims')}?{_of_voice(found, key, query)}"
    return "", None


def _of_voice(found, key, query):
    """Return the query string of the claims of a voice that count; its own origin stands for those chosen."""
    if key not in found.origins:
        return urlencode([*parse_qsl(query.removeprefix("?")), ("source", key)])
    return urlencode([*((n, v) for n, v in parse_qsl(query.removeprefix("?")) if n != "origin"), ("origin", key)])
