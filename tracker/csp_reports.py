"""What browsers report that the Content Security Policy kept from running: one line of the log each, no more.

It is off unless CSP_REPORTS is set. A report is written by whoever wants to, so it is small, rare and believed in
nothing: of it are kept which rule was broken, on which page and by what, without query strings, which say what somebody
read, and neither address nor browser.
"""

import json
import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .middleware.costs import name_address, tell_time

LARGEST = 8192  # bytes
A_MINUTE = 20  # reports that are taken of an address
IN_ONE = 5  # reports that are read of one that brings several
LONGEST = 200  # letters of each word in the log
TYPES = ("application/csp-report", "application/reports+json", "application/json")

log = logging.getLogger(__name__)


@csrf_exempt  # browsers send reports by themselves, without a form
@login_not_required
@require_POST
def take_report(request: HttpRequest) -> HttpResponse:
    """Log what a browser reports: 204, or why it is not taken (404 where none are asked for, 400, 413, 415, 429)."""
    if not settings.CSP_REPORTS:
        raise Http404("Reports are not asked for.")
    if request.content_type not in TYPES:
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if int(request.META.get("CONTENT_LENGTH") or LARGEST + 1) > LARGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if _count(request) > A_MINUTE:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"})
    try:
        reports = _read(json.loads(request.body))
    except (ValueError, RecursionError):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    for report in reports:
        log.warning("Content Security Policy: %s", json.dumps(report, ensure_ascii=True))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _count(request: HttpRequest) -> int:
    """Count a request of an address; return how many it has sent within this minute."""
    key = f"csp-{name_address(request)}-{int(tell_time() // 60)}"
    caches["rates"].add(key, 0, 120)
    try:
        return caches["rates"].incr(key)
    except ValueError:  # it was dropped for room between the two
        return 1


def _read(sent: Any) -> list[dict[str, str | int]]:
    """Return what is logged of each report, in either of the two forms that browsers send; raise ValueError of any
    other."""
    if isinstance(sent, dict) and isinstance(sent.get("csp-report"), dict):
        return [
            _pick(
                sent["csp-report"], "effective-directive", "document-uri", "blocked-uri", "source-file", "line-number"
            )
        ]
    if isinstance(sent, list) and all(isinstance(one, dict) and isinstance(one.get("body"), dict) for one in sent):
        bodies = [one["body"] for one in sent if one.get("type") == "csp-violation"]
        names = ("effectiveDirective", "documentURL", "blockedURL", "sourceFile", "lineNumber")
        return [_pick(body, *names) for body in bodies[:IN_ONE]]
    raise ValueError("No report of a violation.")


def _pick(report: dict[str, Any], rule: str, page: str, blocked: str, file: str, line: str) -> dict[str, str | int]:
    number = report.get(line)
    return {
        "rule": str(report.get(rule) or report.get("violated-directive") or "")[:LONGEST],
        "page": _cut(report.get(page), with_host=False),
        "blocked": _cut(report.get(blocked)),
        "file": _cut(report.get(file)),
        "line": number if isinstance(number, int) else 0,
    }


def _cut(address: Any, with_host: bool = True) -> str:
    """Return an address without what may tell of its reader; “inline” and “eval” stand for themselves."""
    try:
        parts = urlsplit(str(address or ""))
        host = f"{parts.scheme}://{parts.hostname}" if parts.hostname and with_host else ""
    except ValueError:
        return ""
    if not parts.netloc and parts.scheme:
        return f"{parts.scheme}:"  # of `data:` and the like what follows is content
    return f"{host}{parts.path}"[:LONGEST]
