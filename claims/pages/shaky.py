"""How sure the verdicts are: which would be others with one source or voice less, without hearsay, or with conditions
read as refusals, each by name.

Every verdict is made again for every source, which takes seconds where there are thousands: then the page of common
ground does not wait for it but links to this one (htmx opens it in place). Where there are few, it holds it.
"""

from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from .. import loading
from ..filters import TableFilter
from ..models import Claim, Proposal
from ..outgoing import lists
from ..rules.robustness import CONDITIONAL, SECOND_HAND, SOURCE, TRIALS, VOICE
from ..rules.scales import VERDICTS, Word
from ..rules.verdicts import Verdict
from . import downloads
from .listing import pages_of

CHANGES_A_PAGE = 100
MOST_AT_ONCE = 1000  # cells of principals: up to these the page of common ground holds the changes

WORDS = {
    SOURCE: Word("without one source", "None of the claims of this one document counts."),
    VOICE: Word("without one voice", "Nothing of this one origin counts, whoever reprinted it."),
    SECOND_HAND: Word("without second-hand claims", "What another actor says of the holder does not count."),
    CONDITIONAL: Word("with every condition read as a refusal", "What holds only on a condition counts as a no."),
}


class Changed(NamedTuple):
    """A verdict that would be another: what was left out (words and address, None where all of a kind was)."""

    left_out: str
    href: str | None
    proposal: Proposal
    before: Verdict
    after: Verdict

    @property
    def words(self):
        """What the verdict is, and what it would be."""
        return VERDICTS[self.before.kind].word, VERDICTS[self.after.kind].word


class Trial(NamedTuple):
    """One way of knowing less: its words, how many verdicts change, and the changes that the page shows."""

    name: str
    word: Word
    count: int
    changed: list


@vary_on_headers("HX-Request")
def robustness(request):
    """Show which verdicts would change if less were known; for htmx, the panel alone."""
    filters = TableFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters, "said": filters.in_words()}
    if valid:
        whole = loading.whole(filters.scope(), request.data_version)
        if filters.export_chosen():
            return downloads.answer(request, filters, "robustness", lists.robustness(whole.robustness))
        page = Paginator(whole.robustness.changes, CHANGES_A_PAGE).get_page(request.GET.get("page"))
        context |= _found(whole, filters, list(page)) | {"pages": pages_of(request, page, "page")}
    template = "claims/partials/robustness.html" if request.htmx else "claims/robustness.html"
    return render(request, template, context, status=200 if valid else 400)


def panel(whole, filters):
    """Return what the page of common ground shows: the first changes where they are found quickly, else an address."""
    address = reverse("claims:robustness") + filters.counting_query()
    if not whole.vocab.principals:
        return {}
    if len(whole.vocab.principals) * len(whole.vocab.proposals) > MOST_AT_ONCE:
        return {"robustness_address": address}
    changes = whole.robustness.changes
    more = len(changes) - CHANGES_A_PAGE
    return {
        "robustness_address": address,
        "more_changes": max(0, more),
        **_found(whole, filters, changes[:CHANGES_A_PAGE]),
    }


def _found(whole, filters, shown):
    """Return the numbers of all changes, and those that are shown by Trial."""
    found, query = whole.robustness, filters.counting_query()
    counts = {trial: len({c.proposal for c in found.changes if c.trial == trial}) for trial in TRIALS}
    by_trial = {trial: list(changes) for trial, changes in groupby(shown, key=lambda change: change.trial)}
    return {
        "robustness": found,
        "trials": [
            Trial(trial, WORDS[trial], counts[trial], [_changed(whole, c, query) for c in by_trial.get(trial, ())])
            for trial in TRIALS
        ],
        "query": query,
    }


def _changed(whole, change, query):
    left_out, href = _left_out(whole.robustness, change, query)
    return Changed(left_out, href, whole.vocab.by_slug[change.proposal], change.before, change.after)


def _left_out(found, change, query):
    """Return the words and the address of what a change leaves out: a source's page, or the claims of a voice."""
    if change.trial == SOURCE:
        source = found.sources[change.key]
        return str(source), source.get_absolute_url() + query
    if change.trial == VOICE:
        parameter = "origin" if change.key in found.origins else "source"
        return change.key, f"{reverse('claims:claims')}?{urlencode({parameter: change.key})}"
    return "", None
