"""The files of releases, which never change, and addresses that lead to those of the newest."""

from base64 import b64encode

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ...models.releases import PACKAGE, STATIC_COPY
from ...releasing.comparing import count_claims
from ...rules.citation_file import CitedRelease, write_citation_file
from ...rules.data_package import LICENCE
from ...wording import releases as wording
from ..rendering.release_rows import link_file
from ..shared.releases import find_release, list_releases

A_YEAR = 365 * 24 * 60 * 60
FOR_GOOD = f"public, max-age={A_YEAR}, immutable"
CHECKED_EACH_TIME = "public, max-age=0, must-revalidate"
KEPT_NOWHERE = "private, no-store"
CITATION = "CITATION.cff"
LATEST_FILES = {"data-package.zip": PACKAGE, "static-copy.zip": STATIC_COPY}


@require_safe
def release_file(request, number, name):
    """Send a file of a release, part by part as the database has it."""
    release = find_release(list_releases(request), number)
    file = next((file for file in release.files.all() if file.name == name), None)
    if file is None:
        raise Http404(f"Release {release.number} has no file “{name[:60]}”.")
    parts = iter(()) if request.method == "HEAD" else file.read()
    answer = StreamingHttpResponse(parts, content_type=wording.FORMAT_OF_FILES)
    answer["Content-Length"] = str(file.size)
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    answer["ETag"] = f'"{file.sha256}"'
    answer["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(file.sha256)).decode()}:"
    answer["Cache-Control"] = FOR_GOOD if _is_for_all(request) else KEPT_NOWHERE
    return get_conditional_response(request, etag=answer["ETag"], response=answer)


@require_safe
def citation(request, number):
    """Send the citation file of a release."""
    release, negotiation = find_release(list_releases(request), number), request.negotiation
    cited = CitedRelease(
        wording.write_title(negotiation.title, release.number, release.title),
        settings.CREATORS,
        wording.describe_release(negotiation.title, release.day, count_claims(release)),
        release.number,
        release.day,
        request.build_absolute_uri(negotiation.get_address("release", str(release.number))),
        LICENCE["name"],
        release.sha256,
    )
    answer = HttpResponse(write_citation_file(cited), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, CITATION)
    answer["Cache-Control"] = CHECKED_EACH_TIME if _is_for_all(request) else KEPT_NOWHERE
    return answer


@require_safe
def latest(request, name):
    """Lead to the newest file of a kind, or to the citation file of the newest release."""
    releases, negotiation = list_releases(request), request.negotiation
    if name == CITATION and releases:
        return redirect(negotiation.get_address("release-files:citation", str(releases[0].number)))
    kind = LATEST_FILES.get(name)
    for release in releases:
        for file in release.files.all():
            if file.kind == kind:
                return redirect(link_file(negotiation, release, file.name))
    raise Http404(f"There is no latest “{name[:60]}”: {', '.join([*LATEST_FILES, CITATION])} are there once released.")


def _is_for_all(request):
    return request.negotiation.public and not settings.REQUIRE_LOGIN
