"""How a claim moves on in the admin: the panel of its page, the actions of the list, corrections."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from ..models import Claim
from ..roles import roles_of
from ..rules import publishing
from ..rules.publishing import ANALYST, REVIEWER, STATUSES, TRANSITIONS, Status
from ..services.write_gate import CLAIM_CONTENT, Refused, Stale, editing
from .choosers import is_key
from .words import differences

LABELS = {
    "submit": "Submit for review",
    "publish": "Publish",
    "return": "Return to its coder",
    "withdraw": "Withdraw",
}
DONE = {
    "submit": "submitted for review",
    "publish": "published",
    "return": "returned",
    "withdraw": "withdrawn",
}
LONGEST_REMARK = 1000


class Move(NamedTuple):
    """A move that the panel offers, or says why it cannot be made now."""

    name: str
    label: str
    hindrances: list
    needs_reason: bool


def roles(request):
    """Return the roles of the request's user (one query a request)."""
    if not hasattr(request, "_roles_of_user"):
        request._roles_of_user = roles_of(request.user)
    return request._roles_of_user


def asked_by(request, claim):
    """Return what the rules ask of who asks and of the claim's state."""
    mine = claim.coder_id in (None, request.user.pk)
    return {"status": claim.status, "roles": roles(request), "mine": mine}


def may_edit(request, claim):
    return publishing.may_edit(**asked_by(request, claim))


def not_theirs(request, claim, name):
    """Return the sentence that says that an analyst cannot submit somebody else's claim, or nothing."""
    if name == "submit" and claim.status in TRANSITIONS[name].sources and not may_edit(request, claim):
        return [f"It is {claim.coder}'s: only they or a reviewer submit it."]
    return []


def moves_for(request, claim):
    """Return the moves that the claim's state leaves to this user's role, in the order of the table."""
    found = []
    for transition in TRANSITIONS.values():
        offered = publishing.may_make(transition, **asked_by(request, claim))
        if not offered or claim.status not in transition.sources:
            continue
        faults = publishing.find_blockers(
            transition,
            status=claim.status,
            roles=roles(request),
            quote=claim.quote,
            locator=claim.locator,
            quote_state=claim.quote_state,
            reason="given",
            wrote_last=settings.FOUR_EYES and claim.written_by_id == request.user.pk,
        )
        faults += not_theirs(request, claim, transition.name)
        found.append(Move(transition.name, LABELS[transition.name], faults, transition.needs_reason))
    return found


def asked(claim):
    """Return the remark with which a claim that is in review again was last returned (one query where it is)."""
    if claim.status != Status.IN_REVIEW:
        return ""
    returned = claim.history.filter(status=Status.RETURNED).order_by("-history_date", "-history_id")
    return returned.values_list("review_comment", flat=True).first() or ""


def panel(request, claim):
    """Return what the panel on a claim's page shows: its state, the moves, corrections and what they change."""
    original = claim.corrects
    return {
        "claim": claim,
        "asked": asked(claim),
        "meaning": STATUSES[Status(claim.status)],
        "moves": moves_for(request, claim),
        "correctable": claim.status == Status.PUBLISHED and ANALYST in roles(request),
        "edits_directly": claim.status == Status.PUBLISHED and REVIEWER in roles(request),
        "original": original,
        "overtaken": bool(original) and original.version != claim.corrects_version,
        "corrected": differences(Claim, [(original, claim)], CLAIM_CONTENT)[0] if original else [],
        "open_corrections": list(
            claim.corrections.exclude(status=Status.WITHDRAWN).select_related("coder").defer("source__text")
        ),
        "longest": LONGEST_REMARK,
    }


class ReasonForm(ActionForm):
    """The list's action menu with room for the remark or reason that some actions need."""

    remark = forms.CharField(
        required=False,
        max_length=LONGEST_REMARK,
        label="Remark or reason:",
        widget=forms.TextInput(attrs={"size": 30}),
    )


class ReviewAdmin(admin.ModelAdmin):
    """What a claim's admin needs to move claims on; every move goes through the gate at the version shown."""

    action_form = ReasonForm
    actions = ["submit_selected", "publish_selected", "return_selected", "withdraw_selected"]

    def get_urls(self):
        ours = [
            path("<int:pk>/move/", self.admin_site.admin_view(require_POST(self.move_view)), name="claims_claim_move"),
            path(
                "<int:pk>/correct/",
                self.admin_site.admin_view(require_POST(self.correct_view)),
                name="claims_claim_correct",
            ),
        ]
        return [*ours, *super().get_urls()]

    def move_view(self, request, pk):
        """Take the claim through the posted move at the posted version, and say how it went."""
        if not self.has_view_permission(request) or request.POST.get("move") not in TRANSITIONS:
            raise PermissionDenied
        name, remark = request.POST["move"], request.POST.get("remark", "")
        moved, faults = self._move(request, name, [(pk, request.POST.get("version", ""))], remark)
        for claim in moved:
            messages.success(request, said_of(claim, DONE[name]))
        for _, reasons in faults:
            kept = f" Your remark was: “{remark}”" if remark else ""
            messages.error(request, f"Not {DONE[name]}. {' '.join(reasons)}{kept}")
        return redirect("admin:claims_claim_change", moved[0].pk if moved else pk)

    def correct_view(self, request, pk):
        """Start a correction of a published claim: a draft of the user's own."""
        if ANALYST not in roles(request):
            raise PermissionDenied
        try:
            with editing(request.user, "correction proposed") as gate:
                claim = gate.lock(Claim, pk, as_version(request.POST.get("version", "")))
                if claim.status != Status.PUBLISHED:
                    raise Refused(["Only a published claim is corrected in this way."])
                draft = gate.propose_correction(claim)
        except Claim.DoesNotExist:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        except (Stale, Refused) as refusal:
            messages.error(request, " ".join(reasons_of(refusal)))
            return redirect("admin:claims_claim_change", pk)
        messages.success(
            request,
            f"This draft corrects {claim.public_id}. Change what is wrong and submit it; readers see the published "
            "claim unchanged until a reviewer publishes the correction.",
        )
        return redirect("admin:claims_claim_change", draft.pk)

    @admin.action(description="Submit for review", permissions=["change"])
    def submit_selected(self, request, queryset):
        self._move_selected(request, queryset, "submit")

    @admin.action(description="Publish", permissions=["review"])
    def publish_selected(self, request, queryset):
        self._move_selected(request, queryset, "publish")

    @admin.action(description="Return with a remark", permissions=["review"])
    def return_selected(self, request, queryset):
        self._move_selected(request, queryset, "return")

    @admin.action(description="Withdraw with a reason", permissions=["change"])
    def withdraw_selected(self, request, queryset):
        self._move_selected(request, queryset, "withdraw")

    def has_review_permission(self, request):
        return REVIEWER in roles(request)

    def _move_selected(self, request, queryset, name):
        """Move the chosen rows of the page, each at the version that its row showed; say what became of them."""
        if request.POST.get("select_across") == "1":
            messages.error(request, "Choose the claims page by page: what you have not seen is not moved.")
            return
        shown = [(pk, request.POST.get(f"version-{pk}", "")) for pk in sorted(queryset.values_list("pk", flat=True))]
        moved, faults = self._move(request, name, shown, request.POST.get("remark", ""))
        if moved:
            messages.success(request, f"{len(moved)} {'claim' if len(moved) == 1 else 'claims'} {DONE[name]}.")
        for claim, reasons in faults:
            messages.error(request, said_of(claim, f"not {DONE[name]}. {' '.join(reasons)}"))

    def _move(self, request, name, shown, remark):
        """Return (claims moved, [(claim, reasons)] of those that were not), all in one transaction."""
        moved, faults = [], []
        remark = remark.replace("\x00", "").strip()[:LONGEST_REMARK]
        with editing(request.user) as gate:
            for pk, version in shown:
                try:
                    claim = gate.lock(Claim, pk, as_version(version))
                    reasons = not_theirs(request, claim, name)
                    if reasons:
                        raise Refused(reasons)
                    moved.append(gate.move(claim, name, remark))
                except Stale as stale:
                    faults.append((stale.row, reasons_of(stale)))
                except Refused as refused:
                    faults.append((claim, reasons_of(refused)))
                except Claim.DoesNotExist:
                    messages.error(request, "This claim does not exist any more.")
        return moved, faults


def as_version(text):
    """Return the version that a page showed; a page that showed none is never up to date."""
    return int(text) if is_key(text) else -1


def reasons_of(refusal):
    if isinstance(refusal, Stale):
        return ["It was changed since your page was loaded. Look at it again, then decide."]
    return refusal.reasons


def said_of(claim, what):
    """Return a message that names the claim, with a link to its page."""
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    return format_html('<a href="{}">{}</a>: {}', url, claim, what if what.endswith(".") else f"{what}.")
