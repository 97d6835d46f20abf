"""Words → rows: every word must be found, whatever its case; "several words" in quote marks are one."""

import re

from django.db.models import Q

from .models import Proposal

_TERM = re.compile(r'"([^"]+)"|(\S+)')


def terms(text):
    """Return the words and "phrases" of a search, without quote marks; at most ten."""
    return [(phrase or word).strip('"') for phrase, word in _TERM.findall(text) if (phrase or word).strip('" ')][:10]


def claims_with(claims, text):
    """Return those of the claims in whose quote, condition, holder or proposal every word is found."""
    return _with(claims, text, ("quote", "conditions", "covers", "holder__name", "speaker__name", "proposal__title"))


def proposals_with(text, claims):
    """Return the ids of the proposals in whose title, definition or claims every word is found (two queries)."""
    named = _with(Proposal.objects.all(), text, ("title", "definition")).values_list("pk", flat=True)
    said = claims_with(claims, text).order_by().values_list("proposal_id", flat=True).distinct()
    return {*named, *said}


def _with(rows, text, columns):
    for term in terms(text):
        query = Q()
        for column in columns:
            query |= Q(**{f"{column}__icontains": term})
        rows = rows.filter(query)
    return rows
