"""Never stale, mostly free: what browsers and shared caches keep of a page, and when they must ask for it again.

A page changes only with what is published, the code, the settings that it prints, the day, and how it is asked for. All
of that makes its tag. A visitor who comes back with the tag is told in one query, and before any other work, that
nothing changed. Every copy is checked before it is used, so that a shared cache saves the making of a page and never
serves an old one: a time to keep it unasked, however short, would show what was withdrawn. Pages of people with a
session are kept nowhere, nor is any answer but a page: the claim that is not there may be published the next moment.
"""

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.http import HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.timezone import get_default_timezone, localdate

from claims.models import DataVersion

CHECKED_EACH_TIME = "public, max-age=0, must-revalidate"
KEPT_NOWHERE = "private, no-store"
# Without a session cookie nobody is logged in; the cookie of a session that ended, Django takes back by itself.
DEPENDS_ON = ("Cookie", "HX-Request")
OURS = '"page-'  # how the tags of pages begin; those of static files do not


class PageCache:
    """Middleware: reads the data version before all else of a reader's page, as `request.data_version`.

    It stands above all others, whose work for a visitor who has the page already would take four times its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.release = release()

    def __call__(self, request):
        known = request.META.get("HTTP_IF_NONE_MATCH", "")
        if OURS in known and _of_a_visitor(request):
            self._look_at(request)
            if request.tag in known:
                return _kept(HttpResponseNotModified(), request)
        response = self.get_response(request)
        if not _for_readers(request, response):
            return response
        if response.status_code == 200 and _of_a_visitor(request) and not response.cookies:
            return _kept(response, request)
        response["Cache-Control"] = KEPT_NOWHERE
        return response

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.namespace == "claims" and not hasattr(request, "tag"):
            self._look_at(request)

    def _look_at(self, request):
        """Read the version (one query) and the clock before the page does: the page is as new as its tag, or newer."""
        request.data_version = DataVersion.current()
        meta = request.META
        parts = (
            request.data_version,
            self.release,
            localdate(timezone=get_default_timezone()),  # in the names of downloads
            settings.CONTACT,
            settings.STATIC_URL,
            request.scheme,  # with the host, in the address under which a claim is cited
            meta.get("HTTP_HOST"),
            meta.get("HTTP_HX_REQUEST"),
            request.path,
            meta.get("QUERY_STRING"),  # as it was sent: links of the page repeat it
        )
        request.tag = f'{OURS}{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _of_a_visitor(request):
    """Whether the answer is the same for everybody who is not logged in."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not settings.REQUIRE_LOGIN
    )


def _for_readers(request, response):
    """Whether the answer is a reader's page, or there is none; the admin and static files speak for themselves."""
    match = request.resolver_match
    return response.status_code == 404 if match is None else match.namespace == "claims"


def _kept(response, request):
    """Say that copies may be kept, and how to ask for them; the tag is weak, since a page may be compressed."""
    response["ETag"] = f"W/{request.tag}"
    response["Cache-Control"] = CHECKED_EACH_TIME
    patch_vary_headers(response, DEPENDS_ON)
    return response


@cache
def release():
    """Return a digest of all that pages are made from: the same in each process, another after each deployment."""
    root = settings.BASE_DIR
    files = [path for folder in ("claims", "tracker") for path in (root / folder).rglob("*") if path.is_file()]
    files += [root / "docs" / "codebook.md", root / "docs" / "method.md", root / "requirements.txt"]
    digest = sha256()
    for path in sorted(path for path in files if "__pycache__" not in path.parts):
        digest.update(f"{path.relative_to(root)}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
