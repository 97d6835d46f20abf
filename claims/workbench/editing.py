"""Settling a unit of a batch by a claim that is made of one of its codings, in the form beside the text."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..admin.quoting import TAKE_PASSAGE, put_passage
from ..models import BlindCoding
from ..queries.batch_units import BatchUnit
from ..services import settling
from ..services.settling import SettledUnit
from ..services.write_gate import Refused, Stale
from ..wording.settling import NOTHING_TO_SETTLE
from . import pages
from .comparing import OpenedBatch, describe_batch, find_next, for_batch, get_address, tell_settled
from .desk import CodingDesk
from .forms import EditedForm, describe
from .side_by_side import name_unit, read_versions, write_versions


class EditedUnit(NamedTuple):
    """A unit that is settled by a claim that is made of one of its codings, beside the text."""

    desk: CodingDesk
    unit: BatchUnit
    coding: BlindCoding


@for_batch
@require_http_methods(["GET", "HEAD", "POST"])
def settle_edited(request: Any, opened: OpenedBatch, coding: int) -> HttpResponse:
    """Show the form of a claim as a coding has it, beside the text; settle its unit by what is sent."""
    if not opened.settles:
        raise PermissionDenied
    unit = next((each for each in opened.compared.open_units if each.find(coding)), None)
    taken = unit.find(coding) if unit else None
    if unit is None or taken is None:
        messages.error(request, NOTHING_TO_SETTLE)
        return redirect(get_address(opened))
    desk = CodingDesk(request, request.negotiation, taken.source)
    named: dict[str, Any] = {"user": request.user, "source": desk.source, "negotiation": desk.negotiation}
    if request.method != "POST":
        form = EditedForm(initial=describe(taken), **named)
        return _show_form(request, opened, EditedUnit(desk, unit, taken), form)
    form = EditedForm(put_passage(request.POST), **named)
    if TAKE_PASSAGE in request.POST:
        return _show_form(request, opened, EditedUnit(desk, unit, taken), form)
    if form.is_valid() and (done := _take_edited(opened, unit, coding, form, request.user)):
        messages.success(request, tell_settled(done))
        return redirect(f"{get_address(opened)}#{find_next(opened, unit)}")
    return _show_form(request, opened, EditedUnit(desk, unit, taken), form, status=400)


def _take_edited(opened: OpenedBatch, unit: BatchUnit, coding: int, form: EditedForm, user: User) -> SettledUnit | None:
    """Settle a unit by the claim of a form; None where that cannot be, and the form says why."""
    versions = read_versions(form.data.get("codings", ""))
    if versions.keys() != unit.versions.keys():
        form.add_error(None, NOTHING_TO_SETTLE)
        return None
    reason, check = form.cleaned_data["reason"], form.quote_check
    try:
        return settling.take_edited(
            opened.batch, versions, coding, form.instance, user=user, reason=reason, quote_check=check
        )
    except ValidationError as error:
        form.add_error(None, error)
    except (Stale, Refused, IntegrityError) as error:
        form.add_error(None, f"Not settled: {error}")
    return None


def _show_form(
    request: Any, opened: OpenedBatch, edited: EditedUnit, form: EditedForm, *, status: int = 200
) -> HttpResponse:
    desk = edited.desk
    beside = pages.describe(desk, form)
    context = {
        **beside,
        **describe_batch(opened),
        "unit": edited.unit,
        "coding": edited.coding,
        "name": name_unit(edited.coding),
        "sent": form.data.get("codings") or write_versions(edited.unit.versions),
        "now": beside["state"].paragraph,
    }
    return render(request, "workbench/settle_edited.html", context, status=status)
