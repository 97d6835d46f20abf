"""`/talks/release-3/…`: the page at the address `/…` as it was when release 3 of these talks was made.

It stands before the page cache and all that asks the database: what these read is of the release too. Who asks is a
visitor to them, whoever it is; whether they may see the talks is asked before, of the database that people write to.
"""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.encoding import escape_uri_path, iri_to_uri

from claims import queries
from claims.models import DataVersion
from claims.reader.shared.page_today import tell_page_today
from claims.releasing.as_of import connect_to_release
from claims.releasing.connecting import reading, stream_within
from claims.releasing.databases import begin_to_prepare, find_database
from claims.releasing.frozen_release import FrozenRelease
from claims.releasing.lookup import find_release
from claims.wording.as_of_release import PageToday, name_release

from .page_cache import KEPT_NOWHERE

ADDRESS = re.compile(r"/(?P<negotiation>[-\w]+)/release-(?P<number>[1-9]\d{0,8})(?P<page>/.*)?", re.ASCII | re.DOTALL)
READERS = "claims"  # the namespace of the pages that there are of a release
FEED = "sharing:claims-feed"  # to which these lead
ABOUT_RELEASES = "release"  # how the names of pages begin that are of releases themselves: these go on
SECONDS = 10  # after which the database of a release may be there


class AsOfRelease(NamedTuple):
    """The release as of which a page is asked for, the path of that page today with its query string, and what became
    of it."""

    release: FrozenRelease
    path_today: str
    query: str
    page_today: PageToday = PageToday.THERE

    @property
    def today(self) -> str:
        path = escape_uri_path(self.path_today)
        return f"{path}?{iri_to_uri(self.query)}" if self.query else path

    @property
    def leads_to_today(self) -> bool:
        return self.page_today != PageToday.GONE

    @property
    def named(self) -> str:
        return name_release(self.release.number, self.release.day)

    @property
    def is_ready(self) -> bool:
        return find_database(self.release).exists()


class PagesAsOfReleases:
    """Middleware: `request.as_of_release` is the AsOfRelease as of which the page is asked for, if it is of one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        address = ADDRESS.fullmatch(request.path_info)
        if address is None:
            return self.get_response(request)
        user = _read_user(request)
        if settings.REQUIRE_LOGIN and not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        versions = DataVersion.read_all()
        negotiation = queries.read_visible(versions.of_all(), user).get(address["negotiation"])
        release = find_release(negotiation, int(address["number"])) if negotiation else None
        if negotiation is None or release is None:
            return self.get_response(request)  # there is no page of this address
        if address["page"] is None:
            return redirect(f"{request.path}/")
        page_today = tell_page_today(address["page"], versions, user)
        request.as_of_release = _turn_to(request, release, address["page"])._replace(page_today=page_today)
        answer = self._answer(request)
        answer["X-Robots-Tag"] = "noindex"
        if not negotiation.public:
            answer["Cache-Control"] = KEPT_NOWHERE
        return answer

    def _answer(self, request: Any) -> HttpResponseBase:
        as_of: AsOfRelease = request.as_of_release
        if request.method not in ("GET", "HEAD") or not as_of.is_ready:
            return self.get_response(request)  # process_view says why not
        release = as_of.release
        connection, prefix = connect_to_release(release, release.start), get_script_prefix() + release.start
        with reading(connection, prefix):
            answer = self.get_response(request)
        if isinstance(answer, StreamingHttpResponse):
            answer.streaming_content = stream_within(answer.streaming_content, lambda: reading(connection, prefix))
        return answer

    def process_view(self, request: Any, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        as_of: AsOfRelease | None = getattr(request, "as_of_release", None)
        if as_of is None:
            return None
        match = request.resolver_match
        if match.namespaces[:1] == [READERS] and match.view_name.split(":")[1].startswith(ABOUT_RELEASES):
            return redirect(as_of.today)
        if match.namespace != READERS and match.view_name != FEED:
            raise Http404("Of a release there are the pages of readers only.")
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not as_of.is_ready:
            begin_to_prepare(as_of.release)
            answer = render(request, "503.html", status=503)
            answer["Retry-After"] = str(SECONDS)
            return answer
        return None


def _turn_to(request: Any, release: FrozenRelease, page: str) -> AsOfRelease:
    """Ask for the page of a release, as somebody without a session. Everything that repeats the address of the page has
    it as it was asked for."""
    request.path_info = page
    request.COOKIES = {}
    request.META.pop("HTTP_COOKIE", None)
    return AsOfRelease(release, f"{get_script_prefix().rstrip('/')}{page}", request.META.get("QUERY_STRING", ""))


def _read_user(request: HttpRequest) -> Any:
    """Return who asks (two queries where they have a session)."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return AnonymousUser()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    del request.session
    return user
