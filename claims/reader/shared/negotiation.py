"""Which negotiation a page is of, and which there are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.context_processors import PermWrapper
from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest
from django.utils.functional import SimpleLazyObject

from ... import queries
from ...models import DataVersion, Negotiation, VersionNumber, Versions
from ...models.mentions import match_hidden_from_editors
from ...roles import read_closed
from ...wording.evidence import write_evidence

View = Callable[..., Any]


def in_negotiation(view: View) -> View:
    """Wrap the view of a page of one negotiation, which stands first in its address, as `request.negotiation`. One
    that they may not read is none to them."""

    @wraps(view)
    def show_in_negotiation(request: Any, negotiation: str, **named: str) -> Any:
        request.negotiation = read_visible(request).get(negotiation)
        if request.negotiation is None:
            raise Http404(f"There is no negotiation “{negotiation}”.")
        return view(request, **named)

    return show_in_negotiation


def name_negotiation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `negotiation`, whose page it is, or the only one that they may read, else None;
    `negotiations` are all that they may; `evidence` says what that one, or all of them, rest on; `contact` is the
    address for corrections; `perms` are none where they do not work, and read like any visitor; `tells_verdicts` is
    whether there are verdicts in that one today, so that there can be common ground."""
    return {
        "contact": settings.CONTACT,
        "evidence": SimpleLazyObject(lambda: say_evidence(request)),
        "negotiation": SimpleLazyObject(lambda: find_negotiation(request)),
        "negotiations": SimpleLazyObject(lambda: list_negotiations(request)),
        "tells_verdicts": SimpleLazyObject(lambda: tells_verdicts(request)),
        "perms": SimpleLazyObject(lambda: PermWrapper(AnonymousUser() if only_reads(request) else get_user(request))),
    }


def find_negotiation(request: Any) -> Negotiation | None:
    """Return the negotiation whose page is asked for, or the only one that they may read, or None."""
    negotiation: Negotiation | None = getattr(request, "negotiation", None)
    if negotiation:
        return negotiation
    negotiations = list_negotiations(request)
    return negotiations[0] if len(negotiations) == 1 else None


def list_negotiations(request: Any) -> list[Negotiation]:
    """Return the negotiations that they may read, in their order; none to those who must log in first."""
    if settings.REQUIRE_LOGIN and not request.user.is_authenticated:
        return []
    return list(read_visible(request).values())


def say_evidence(request: Any) -> str:
    """Say how much there is in the negotiation whose page is asked for, or in all that they may read (one query, the
    first time at a data version).

    The version is that of what is counted: the address may begin with the name of a negotiation that they may not read,
    or in which there is no such page.
    """
    if not list_negotiations(request):
        return ""
    negotiation, versions = find_negotiation(request), _get_versions(request)
    if negotiation:
        snapshot = queries.get_snapshot(queries.Scope(negotiations=(negotiation.pk,)), versions.of(negotiation.pk))
    else:
        snapshot = queries.get_snapshot(queries.Scope(negotiations=choose_visible(request)), versions.of_all())
    evidence = snapshot.get(queries.count_evidence)
    counted = evidence.claims, evidence.sources, evidence.voices
    return write_evidence(*counted, all_articles=evidence.all_articles, all_quoted=evidence.all_quoted)


def tells_verdicts(request: Any) -> bool:
    """Whether there are verdicts today in the negotiation whose page is asked for: a side negotiates (the queries of
    the participants, the first time at a data version)."""
    negotiation = find_negotiation(request)
    if negotiation is None:
        return False
    return queries.have_verdicts(_get_versions(request).of(negotiation.pk), negotiation.pk)(None)


def choose_visible(request: Any) -> tuple[int, ...] | None:
    """Return the ids of the negotiations that they may read; None where these are all."""
    return queries.choose_visible(_get_version(request), get_user(request))


def read_visible(request: Any) -> dict[str, Negotiation]:
    """Return slug → negotiation, of those that they may read."""
    return queries.read_visible(_get_version(request), get_user(request))


def knows_several(request: Any) -> bool:
    """Whether they may read more than one negotiation: then a page of none says of which one something is."""
    return len(read_visible(request)) > 1


def only_reads(request: Any) -> bool:
    """Whether the page is of a negotiation in which they do not work, and which they read like any visitor (the queries
    of `read_closed`)."""
    negotiation = getattr(request, "negotiation", None)
    user = get_user(request)
    return negotiation is not None and user.is_authenticated and negotiation.pk in read_closed(user)


def sees_as_editor(request: Any, right: str) -> bool:
    """Whether they see of rows what editors with a right do: where they work, and of rows of several negotiations where
    they work in all that they may read."""
    user = get_user(request)
    if not user.has_perm(right):
        return False
    if getattr(request, "negotiation", None):
        return not only_reads(request)
    return read_closed(user).isdisjoint(negotiation.pk for negotiation in read_visible(request).values())


def find_shared(request: Any, model: Any, slug: str, is_seen: Q) -> Any:
    """Return the row of this slug of a model that negotiations share, where readers may see it; editors see, too, what
    occurs nowhere, or where they work (one query; for editors those of `read_closed` besides)."""
    row = model.objects.annotate(is_seen=ExpressionWrapper(is_seen, BooleanField())).filter(slug=slug).first()
    user = get_user(request)
    if row is None or row.is_seen or not user.has_perm(f"claims.view_{model._meta.model_name}"):
        return row if row and row.is_seen else None
    closed = read_closed(user)
    hidden = closed and model.objects.filter(match_hidden_from_editors(model, closed), pk=row.pk).exists()
    return None if hidden else row


def get_user(request: Any) -> Any:
    """Return who asks; a request may fail before anybody has looked."""
    return getattr(request, "user", None) or AnonymousUser()


def _get_versions(request: Any) -> Versions:
    return getattr(request, "versions", None) or DataVersion.read_all()


def _get_version(request: Any) -> VersionNumber:
    return getattr(request, "data_version", None) or DataVersion.read_all().of_all()
