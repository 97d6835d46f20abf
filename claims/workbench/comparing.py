"""A batch whose coders are all done: how far they agree, what they said side by side, and how that is settled."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..admin.reviewable import LONGEST_REMARK, explain
from ..exporters.codings import make_codings_table
from ..exporters.formats import make_download
from ..models import Batch, BatchCoder
from ..queries.batch_units import BatchUnit, ComparedBatch, read_batch_texts, read_comparison
from ..reader.shared.list_view import number_pages
from ..roles import is_reviewer
from ..rules.folding import isolate
from ..rules.settling import Decision
from ..services import settling
from ..services.settling import NotSettled, SettledUnit, list_reasons
from ..services.write_gate import Refused, Stale
from ..wording.coder_agreement import write_agreement, write_units
from ..wording.settling import NOT_COMPARABLE, NOTHING_TO_SETTLE, say_alike, say_settled, say_was_there, write_against
from .access import for_coders
from .coder_numbers import describe_numbers
from .side_by_side import DrawnUnit, draw_units, name_unit, read_versions

UNITS_A_PAGE = 30


class OpenedBatch(NamedTuple):
    """A batch that may be compared, with all that its coders coded, and whether the user may settle it."""

    batch: Batch
    compared: ComparedBatch
    settles: bool

    @property
    def alike(self) -> list[BatchUnit]:
        """The units that wait and that all coded alike."""
        return [unit for unit in self.compared.open_units if not unit.differences]


def for_batch(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Wrap a view of a batch whose coders are all done: for its coders and the reviewers of its negotiation."""

    @wraps(view)
    def open_and_show(request: Any, batch: str, **named: Any) -> HttpResponse:
        opened = Batch.objects.filter(negotiation=request.negotiation, public_id=batch).first()
        settles = is_reviewer(request.user)
        if opened is None:
            raise Http404(f"There is no batch “{batch}”.")
        if not settles and not opened.coders.filter(user=request.user).exists():
            raise PermissionDenied
        opened.negotiation = request.negotiation  # as it was read already
        if opened.blind:
            raise PermissionDenied(NOT_COMPARABLE)
        return view(request, OpenedBatch(opened, read_comparison(opened), settles), **named)

    return for_coders(open_and_show)


@for_batch
@require_safe
def compare_codings(request: Any, opened: OpenedBatch) -> HttpResponse:
    """Show how far the coders agree, and what they said side by side: differences first, what is alike folded."""
    return _show(request, opened)


@for_batch
@require_POST
def settle_unit(request: Any, opened: OpenedBatch) -> HttpResponse:
    """Settle a unit as one coding has it, or without a claim."""
    versions = read_versions(request.POST.get("codings", ""))
    unit = _find_unit(opened, versions)
    reason = read_reason(request)
    if unit is None or not (request.POST.get("take", "").isdecimal() or "none" in request.POST):
        messages.error(request, NOTHING_TO_SETTLE)
        return redirect(get_address(opened))
    try:
        if "none" in request.POST:
            done = settling.take_none(opened.batch, versions, user=request.user, reason=reason)
        else:
            coding = int(request.POST["take"][:18])
            done = settling.take(opened.batch, versions, coding, user=request.user, reason=reason)
    except (Stale, Refused, ValidationError, IntegrityError) as refusal:
        why = " ".join(list_reasons(refusal)) if not isinstance(refusal, Stale) else explain(refusal)
        messages.error(request, f"Not settled: {name_unit(unit.codings[0])}. {why}")
        return _show(request, opened, kept=(unit.key, reason), status=409)
    messages.success(request, tell_settled(done))
    return redirect(f"{get_address(opened)}{_write_query(request)}#{find_next(opened, unit)}")


@for_batch
@require_http_methods(["GET", "HEAD", "POST"])
def settle_alike(request: Any, opened: OpenedBatch) -> HttpResponse:
    """Ask whether all that was coded alike is to be settled at once; settle it where that was confirmed."""
    if not opened.settles:
        raise PermissionDenied
    alike = opened.alike
    if request.method != "POST" or request.POST.get("number") != str(len(alike)):
        return render(request, "workbench/settle_alike.html", {**describe_batch(opened), "number": len(alike)})
    try:
        results = settling.take_alike(opened.batch, [unit.versions for unit in alike], user=request.user)
    except (Stale, Refused) as refusal:
        messages.error(request, f"Nothing was settled. {explain(refusal)}")
    else:
        _tell_alike(request, results)
    return redirect(get_address(opened))


@for_batch
@require_safe
def settled_otherwise(request: Any, opened: OpenedBatch, coder: int) -> HttpResponse:
    """List what of a coder's codings was settled otherwise: what was taken, and why."""
    whose = next((each for each in opened.compared.coders if each.pk == coder), None)
    if whose is None:
        raise Http404("This batch has no such coder.")
    units = [unit for unit in opened.compared.units if _is_against(unit, whose)]
    settled = sum(unit.settlement is not None for unit in opened.compared.units)
    page = Paginator(units, UNITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **describe_batch(opened),
        "whose": whose,
        "sentence": write_against(len(units), settled, "" if whose.user_id == request.user.pk else str(whose)),
        "units": _draw_units(opened, list(page)),
        "pages": number_pages(request, page, "page"),
    }
    return render(request, "workbench/settled_otherwise.html", context)


@for_batch
@require_safe
def download_codings(request: Any, opened: OpenedBatch) -> StreamingHttpResponse:
    """Send all codings of a batch with how they were settled, as a CSV file."""
    if not opened.settles:
        raise PermissionDenied
    file = make_download(make_codings_table(opened.compared.units), "csv", f"codings-{opened.batch.public_id}")
    return StreamingHttpResponse(file.chunks, headers=file.headers)


def read_reason(request: Any) -> str:
    """Return the reason that was typed."""
    reason: str = request.POST.get("reason", "")
    return reason.replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST_REMARK]


def tell_settled(done: SettledUnit) -> str:
    """Say how a unit was settled, and where its claim is now."""
    settlement = done.settlement
    name = f"{isolate(settlement.holder.short_name)} on {isolate(str(settlement.proposal))}"
    claim = settlement.claim
    if claim is not None and done.was_there:
        return say_was_there(name, claim.public_id, claim.standing)
    coder = str(settlement.coding.coder) if settlement.coding else ""
    status = str(claim.status) if claim else ""
    return say_settled(Decision(settlement.decision), name, coder, status, done.blockers)


def _tell_alike(request: Any, results: Sequence[SettledUnit | NotSettled]) -> None:
    settled = [result for result in results if isinstance(result, SettledUnit)]
    published = sum(bool(one.settlement.claim and one.settlement.claim.is_public()) for one in settled)
    refused = [(name_unit(r.codings[0]), " ".join(r.reasons)) for r in results if isinstance(r, NotSettled)]
    level = messages.WARNING if refused else messages.SUCCESS
    messages.add_message(request, level, say_alike(len(settled), published, refused))


def _show(request: Any, opened: OpenedBatch, *, kept: tuple[int, str] | None = None, status: int = 200) -> HttpResponse:
    waiting = opened.compared.open_units
    differing = [unit for unit in waiting if unit.differences]
    settled = [unit for unit in opened.compared.units if unit.settlement is not None]
    pages = {
        name: Paginator(units, UNITS_A_PAGE).get_page(request.GET.get(name))
        for name, units in (("page", differing), ("alike", opened.alike), ("settled", settled))
    }
    drawn = {unit.key: unit for unit in _draw_units(opened, [unit for page in pages.values() for unit in page])}
    context = {
        **describe_batch(opened),
        "agreement": write_agreement(opened.compared.numbers),
        "waiting": write_units(len(differing), len(opened.alike)),
        "numbers": describe_numbers(opened.compared),
        "query": _write_query(request),
        "kept_unit": kept[0] if kept else 0,
        "kept_reason": kept[1] if kept else "",
        "sections": {
            name: {
                "units": [drawn[unit.key] for unit in page],
                "number": page.paginator.count,
                "open": page.number > 1,
                "pages": number_pages(request, page, name),
            }
            for name, page in pages.items()
        },
    }
    return render(request, "workbench/compare.html", context, status=status)


def describe_batch(opened: OpenedBatch) -> dict[str, Any]:
    return {
        "batch": opened.batch,
        "coders": opened.compared.coders,
        "settles": opened.settles,
        "address": get_address(opened),
    }


def _draw_units(opened: OpenedBatch, units: list[BatchUnit]) -> list[DrawnUnit]:
    texts = read_batch_texts(opened.batch, {unit.codings[0].source_id for unit in units})
    return draw_units(units, opened.compared.coders, texts)


def _find_unit(opened: OpenedBatch, versions: dict[int, int]) -> BatchUnit | None:
    """Return the unit of these codings that waits to be settled, for a user who may."""
    if not opened.settles:
        raise PermissionDenied
    return next((unit for unit in opened.compared.open_units if unit.versions.keys() == versions.keys()), None)


def find_next(opened: OpenedBatch, unit: BatchUnit) -> str:
    """Return where on the page the unit after one that was settled stands."""
    waiting = [each for each in opened.compared.open_units if bool(each.differences) == bool(unit.differences)]
    keys = [each.key for each in waiting]
    at = keys.index(unit.key)
    after = keys[at + 1 :] or keys[:at]
    return f"unit-{after[0]}" if after else "content"


def _write_query(request: Any) -> str:
    page = request.GET.get("page", "")
    return f"?page={page}" if page.isdecimal() and page.isascii() else ""


def get_address(opened: OpenedBatch) -> str:
    return reverse("workbench:compare", args=[opened.batch.negotiation.slug, opened.batch.public_id])


def _is_against(unit: BatchUnit, coder: BatchCoder) -> bool:
    """Whether a unit was settled otherwise than a coder coded it: they had none, or another claim came of it."""
    settlement = unit.settlement
    if settlement is None:
        return False
    mine = next((coding for coding in unit.codings if coding.coder_id == coder.pk), None)
    if settlement.decision == Decision.NONE:
        return mine is not None
    if mine is None or settlement.decision == Decision.EDITED:
        return True
    return settlement.coding_id != mine.pk and bool(unit.differences)
