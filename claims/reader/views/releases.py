"""The releases of a negotiation: which there are, the page of one, and what differs between two."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render

from ...exporters import formats
from ...exporters.release_changes import make_release_changes_table
from ...models.releases import STATIC_COPY
from ...releasing.comparing import compare_releases, count_claims
from ...releasing.copy_lock import is_making_copies
from ...rules.cited_pages import cite_release
from ...rules.data_package import LICENCE
from ...rules.embedded import DescribedFile, describe_dataset, list_tags
from ...wording import releases as wording
from ..rendering.embedded import draw_embedded
from ..rendering.release_rows import (
    link_comparison,
    link_file,
    link_pages,
    show_claims,
    show_files,
    show_releases,
    show_rows,
    show_verdicts,
)
from ..shared.list_view import number_pages
from ..shared.releases import find_release, list_releases

ROWS_A_PAGE = 100
LATEST = "latest"


def release_list(request):
    """List the releases, the newest first."""
    rows = show_releases(request.negotiation, list_releases(request))
    return render(request, "claims/releases.html", {"rows": rows})


def release_detail(request, number):
    """Show one release: what it is, its files, how it is cited, and what differs from the one before. `latest` leads to
    the newest."""
    releases, negotiation = list_releases(request), request.negotiation
    if number == LATEST and releases:
        return redirect(negotiation.get_address("release", str(releases[0].number)))
    release = find_release(releases, number)
    older = [one for one in releases if one.number < release.number]
    description = wording.describe_release(negotiation.title, release.day, count_claims(release))
    citing = _cite(request, release)
    context = {
        "release": release,
        "title": f"Release {release.number}: {release.title}",
        "older": older[0] if older else None,
        "newest": releases[0] if releases[0] != release else None,
        "pages": link_pages(negotiation, release),
        "without_copy": _say_why_without_copy(negotiation, release),
        "files": show_files(negotiation, release),
        "release_description": description,
        "creators": settings.CREATORS,
        "licence": LICENCE,
        "citing": citing,
        "embedded": _describe(request, release, citing, description),
    }
    if older:
        comparison = compare_releases(older[0], release)
        context["difference"] = wording.write_difference(comparison.verdicts, comparison.claims)
        context["rows_differ"] = wording.write_rows_differ(comparison.rows)
        context["compared"] = link_comparison(negotiation, older[0], release)
    return render(request, "claims/release.html", context)


def release_changes(request, number, later):
    """Compare two releases: verdicts that moved, claims that were added, changed and withdrawn."""
    releases, negotiation = list_releases(request), request.negotiation
    before, after = find_release(releases, number), find_release(releases, later)
    if before.number > after.number:
        return redirect(link_comparison(negotiation, after, before))
    comparison = compare_releases(before, after)
    extension = request.GET.get("_export")
    if extension in formats.FORMATS:
        table = make_release_changes_table(comparison.verdicts, comparison.claims, comparison.rows)
        name = f"{negotiation.slug}-release-{before.number}-to-{after.number}"
        file = formats.make_download(table, extension, name)
        return StreamingHttpResponse(file.chunks, headers=file.headers)
    if extension:
        fault = f"_export is one of {', '.join(formats.FORMATS)}, not “{extension[:60]}”."
        return render(request, "claims/no_record.html", {"fault": fault}, status=400)
    page = Paginator(comparison.claims, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "before": before,
        "after": after,
        "title": wording.write_comparison_title(before.number, after.number),
        "difference": wording.write_difference(comparison.verdicts, comparison.claims),
        "verdicts": show_verdicts(negotiation, (before, after), comparison.verdicts, comparison.names),
        "claims": show_claims(negotiation, (before, after), page.object_list),
        "number": len(comparison.claims),
        "rows_differ": wording.write_rows_differ(comparison.rows),
        "rows": show_rows(comparison.rows[:ROWS_A_PAGE]),
        "more_rows": max(len(comparison.rows) - ROWS_A_PAGE, 0),
        "pages": number_pages(request, page, "page"),
        "links": [(file_format.word, f"?_export={name}") for name, file_format in formats.FORMATS.items()],
    }
    return render(request, "claims/release_changes.html", context)


def _say_why_without_copy(negotiation, release):
    """Return what is said where a release has no static copy; nothing where it has one, or never gets one."""
    if not negotiation.public or any(file.kind == STATIC_COPY for file in release.files.all()):
        return ""
    return wording.COPY_IS_MADE if is_making_copies() else wording.NO_COPY


def _cite(request, release):
    address = request.build_absolute_uri(request.path)
    title = wording.write_title(request.negotiation.title, release.number, release.title)
    name = f"{request.negotiation.slug}-release-{release.number}"
    return cite_release(title, name, address, creators=settings.CREATORS, published=release.day)


def _describe(request, release, citing, description):
    """Return what the page says of itself to programs."""
    files = [
        DescribedFile(
            file.name,
            request.build_absolute_uri(link_file(request.negotiation, release, file.name)),
            wording.FORMAT_OF_FILES,
            file.size,
            file.sha256,
        )
        for file in release.files.all()
    ]
    days = [day.isoformat() for day in (request.negotiation.first_day, request.negotiation.last_day) if day]
    dataset = describe_dataset(
        citing.item,
        citing.address,
        version=release.number,
        description=description,
        licence=LICENCE["path"],
        days="/".join(days) if len(days) == 2 else "",
        files=files,
    )
    return draw_embedded(list_tags(citing.item, citing.address), dataset)
