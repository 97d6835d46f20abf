"""A page as a visitor who is not logged in would be answered at its address, asked within another request."""

from copy import copy
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django_htmx.middleware import HtmxDetails

from ...rules.cited_pages import Citing
from .negotiation import say_evidence

OTHER_FORMS = ("cite", "picture", "_export", "record", "cell")  # ask for something else than the page


class VisitedPage(NamedTuple):
    """A page with what it says of itself: how it is cited, what it is called, what it rests on; and the name of its
    address."""

    body: bytes
    citing: Citing
    title: str
    name: str
    evidence: str


def visit(request: Any, path: str, query: str, names: Any) -> VisitedPage | HttpResponse:
    """Ask for the page at a path, which is one of these `names`; 404 where there is none that visitors see. What the
    page answers instead of itself (it leads on, it refuses a filter) is returned as it is."""
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404(f"There is no page at “{path[:200]}”.") from error
    if match.namespace != "claims" or match.url_name is None or match.url_name not in names:
        raise Http404(f"The page at “{path[:200]}” is not one that can be shared so.")
    inner = copy(request)
    inner.path = inner.path_info = path
    inner.META = {name: value for name, value in request.META.items() if not name.startswith("HTTP_HX_")}
    inner.GET = QueryDict(query, mutable=True)
    for asked in OTHER_FORMS:
        inner.GET.pop(asked, None)
    inner.META["QUERY_STRING"] = inner.GET.urlencode()
    inner.user, inner.resolver_match, inner.htmx = AnonymousUser(), match, None
    inner.htmx = HtmxDetails(inner)
    slug = match.kwargs.get("negotiation", "")
    inner.data_version = request.versions.of_slug(slug)
    answer = match.func(inner, *match.args, **match.kwargs)
    citing = getattr(inner, "citing", None)
    if answer.status_code != 200 or answer.streaming or citing is None:
        return answer
    return VisitedPage(answer.content, citing, inner.shared_title, match.url_name, say_evidence(inner))
