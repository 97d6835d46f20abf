"""What browsers and shared caches may keep of a page, and when they must ask for it again: never stale, mostly free.

A page changes only with what is published in its negotiation or is shared by all, the code, the settings that it
prints, the day, and how it is asked for. All of that makes its tag. A visitor who comes back with the tag is told in
one query, and before any other work, that nothing changed. Every copy is checked before it is used, so that a shared
cache saves the making of a page and never serves an old one: a time to keep it unasked, however short, would show what
was withdrawn. Pages of people with a session are kept nowhere, nor is any answer but a page: the claim that is not
there may be published the next moment.

Each process does the same for visitors who have no copy: a page that was made is kept under its tag, some megabytes of
them in all, and sent to whoever asks for it before anything changes.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeGuard

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from claims.models import DataVersion, VersionNumber, Versions
from claims.models.frozen import get_today, read_frozen
from tracker import replica

from .kept_answers import KeptAnswer, KeptAnswers

CHECKED_EACH_TIME = "public, max-age=0, must-revalidate"
KEPT_NOWHERE = "private, no-store"
# Without a session cookie nobody is logged in; the cookie of a session that ended, Django takes back by itself.
ASKED_BY_SCRIPT = ("HX-Request", "HX-Target", "HX-Trigger")  # they say which part of a page is wanted, and what asks
DEPENDS_ON = ("Cookie", *ASKED_BY_SCRIPT)
TAG_START = '"page-'  # how the tags of pages begin; those of static files do not
ANY_TAG = "*"
FOR_READERS = ("claims", "api", "sharing")
PAGES = "claims"  # whose HTML is kept here
LARGEST_KEPT = 1_000_000  # bytes of a page
OF_API = re.compile(r"/(?:api/v1/negotiations|embed)/([^/]+)/")


KEPT = KeptAnswers(settings.PAGES_KEPT_BYTES)


class ReaderRequest(HttpRequest):
    """What a request of a reader's page has besides, once this middleware has seen it."""

    versions: Versions
    data_version: VersionNumber
    tag: str
    unsure = False  # whether the primary did not answer, so that nobody can tell how old the page is


class PageCache:
    """Middleware: reads the data version before all else of a reader's page: `request.data_version` is that of the
    negotiation whose page it is, or of all; `request.versions` are those of each.

    It stands above all others, whose work for a visitor who has the page already would take four times its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ReaderRequest) -> HttpResponseBase:
        by_visitor = is_by_visitor(request)
        tags = read_tags(request) if by_visitor else set()
        may_be_made = ANY_TAG not in tags and is_for_anybody(request) and KEPT.has_any_of(request.path)
        if may_be_made or any(tag.startswith(TAG_START) for tag in tags):
            tag_request(request, read_versions(request))
            if answer := answer_at_once(request, tags):
                return answer
        response = self.get_response(request)
        if not is_for_readers(request, response):
            return response
        unsure = getattr(request, "unsure", False)
        if response.status_code != 200 or not by_visitor or response.cookies or unsure:
            response["Cache-Control"] = KEPT_NOWHERE
            return response
        if ANY_TAG in tags:  # only now is it known that there is such a page
            response = HttpResponseNotModified()
        let_copies_be_kept(response, request)
        match = request.resolver_match
        if match and match.namespace == PAGES and is_for_anybody(request) and is_page(response):
            KEPT.put(request.tag, KeptAnswer(response.content, dict(response.items()), request.path, match))
        return response

    def process_view(self, request: ReaderRequest, view: Callable, args: Any, kwargs: Any) -> None:
        """Tag the request of a reader's page."""
        match = request.resolver_match
        if match and match.namespace in FOR_READERS and not hasattr(request, "tag"):
            tag_request(request, read_versions(request))


def answer_at_once(request: ReaderRequest, tags: set[str]) -> HttpResponse | None:
    """Return the answer to a visitor who has the page already, by the tags of its copies, or asks for one that was made
    for another; None where it is to be made."""
    if request.unsure:
        return None
    if request.tag in tags:
        answer = HttpResponseNotModified()
        let_copies_be_kept(answer, request)
        return answer
    kept = KEPT.get(request.tag) if is_for_anybody(request) else None
    if kept is None:
        return None
    request.resolver_match = kept.match
    return HttpResponse(kept.content, headers=kept.headers)


def is_by_visitor(request: HttpRequest) -> bool:
    """Tell whether the answer is the same for everybody who is not logged in. With DEBUG the code changes meanwhile."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not settings.REQUIRE_LOGIN
        and not settings.DEBUG
    )


def is_for_anybody(request: ReaderRequest) -> bool:
    """Tell whether a page that is asked for may be sent to others as it is, and be one that others were sent. Those of
    releases are not, whose middleware stands before this; nor is what is asked for with any cookie."""
    return (
        request.method == "GET"
        and not request.COOKIES
        and is_by_visitor(request)
        and not getattr(request, "as_of_release", None)
    )


def is_page(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Tell whether an answer is a page of HTML, and depends on no more than what its tag is made of."""
    varies = {name.strip() for name in response["Vary"].split(",")}
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)  # else it is streamed
        and response["Content-Type"].startswith("text/html")
        and varies <= {*DEPENDS_ON}
        and len(response.content) <= LARGEST_KEPT
    )


def may_read_replica(request: HttpRequest) -> bool:
    """Tell whether a page may be read from the replica. Whoever writes has a session, and reads the primary; releases
    have databases of their own."""
    return replica.is_there() and is_by_visitor(request) and not read_frozen()


def is_for_readers(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether this is a reader's page, or there is none; the admin and static files speak for themselves."""
    match = request.resolver_match
    return response.status_code == 404 if match is None else match.namespace in FOR_READERS


def read_tags(request: HttpRequest) -> set[str]:
    """Return the tags of the copies that whoever asks has kept. A weak one is as good as a strong one here: a page
    may have been compressed on its way."""
    return {tag.removeprefix("W/") for tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))}


def read_versions(request: ReaderRequest) -> Versions:
    """Return the versions, before anything else of the page is read (one query): those of the primary, so that no copy
    is said to hold that does not; those of the replica where the primary is lost."""
    request.unsure = False
    if not may_read_replica(request):
        return DataVersion.read_all()
    versions = replica.PRIMARY.ask(DataVersion.read_all)
    request.unsure = versions is None
    return versions or replica.read_come_to(None) or DataVersion.read_all()


def tag_request(request: ReaderRequest, versions: Versions) -> None:
    """Tag a page by the versions that were read before it, and by the clock: it is as new as its tag, or newer. The
    first word of an address, in the API that after `negotiations`, is the slug of the negotiation whose page it is of,
    if there is one of that slug."""
    request.versions = versions
    of_api = OF_API.match(request.path_info)
    first_word = of_api[1] if of_api else request.path_info.split("/")[1]
    request.data_version = request.versions.of_slug(first_word)
    meta = request.META
    parts = (
        request.versions.tell_visitors(first_word),
        settings.RELEASE,
        get_today(),  # in the names of downloads
        settings.CONTACT,
        settings.CREATORS,
        settings.STATIC_URL,
        getattr(getattr(request, "as_of_release", None), "page_today", None),
        request.scheme,  # with the host, in the address under which a claim is cited
        meta.get("HTTP_HOST"),
        *(request.headers.get(name) for name in ASKED_BY_SCRIPT),
        request.path,
        meta.get("QUERY_STRING"),  # as it was sent: links of the page repeat it
    )
    request.tag = f'{TAG_START}{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def let_copies_be_kept(response: HttpResponseBase, request: ReaderRequest) -> HttpResponseBase:
    """Say that copies may be kept, and how to ask for them; the tag is weak, since a page may be compressed."""
    response["ETag"] = f"W/{request.tag}"
    response["Cache-Control"] = CHECKED_EACH_TIME
    patch_vary_headers(response, DEPENDS_ON)
    return response
