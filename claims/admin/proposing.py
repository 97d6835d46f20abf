"""Rows that readers may see: where they do, what is saved is kept as a change that waits for a reviewer."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from ..models import PendingChange
from ..services import pending_changes
from .versioned_admin import VersionedAdmin, VersionedForm


class ProposingForm(VersionedForm):
    """Asks for a reason where readers see the row; `proposed` is the change that saving kept, if it kept one."""

    is_proposal = False
    proposed: PendingChange | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_proposal = bool(self.instance.pk) and self.instance.is_public()

    def clean(self):
        cleaned = super().clean()
        if self.is_proposal and not (cleaned.get("reason") or "").strip() and "reason" not in self.errors:
            noun = self.instance._meta.verbose_name
            self.add_error("reason", f"Say why: readers see this {noun}, and its history keeps the reason.")
        return cleaned


class ProposingAdmin(VersionedAdmin):
    """What the admins of sources, recorded searches and remarks have in common."""

    form = ProposingForm

    def check_new_text(self, form) -> Any:
        """Return what checking the quotes in a new text found, where the form brings one."""
        return None

    def list_confirmed(self, form) -> Collection[str]:
        """Return the warnings that were confirmed in the form."""
        return ()

    def write(self, gate, row, form):
        if row.pk and row.is_public():
            form.is_proposal = True
            form.proposed = pending_changes.propose(gate, row, self.check_new_text(form), self.list_confirmed(form))
        else:
            self.write_at_once(gate, row, form)

    def write_at_once(self, gate, row, form):
        gate.save(row)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        request.saved_form = form

    def log_change(self, request, obj, message):
        """The log of Django tells of what was changed, and a proposal changes nothing yet."""
        if not request.saved_form.is_proposal:
            return super().log_change(request, obj, message)
        return None

    def list_proposed(self, form, row) -> list[PendingChange]:
        """Return the changes that saving kept, of the row and of rows on its page."""
        return [form.proposed] if form.proposed else []

    def list_written(self, row) -> list[Any]:
        """Return the rows on the page of a row that were written at once, as readers do not see them."""
        return []

    def response_change(self, request, obj):
        form = request.saved_form
        if not form.is_proposal or "_popup" in request.POST:
            return super().response_change(request, obj)
        proposed, written = self.list_proposed(form, obj), self.list_written(obj)
        if written:
            messages.success(request, f"Saved: {', '.join(map(str, written))}.")
        if not proposed:
            if not written:
                messages.info(request, "You changed nothing.")
            return redirect(self.change_url(obj))
        kept = "a change that waits" if len(proposed) == 1 else f"{len(proposed)} changes that wait"
        noun = self.opts.verbose_name
        messages.success(request, f"Kept as {kept} for a reviewer; until then readers see the {noun} as it is.")
        if len(proposed) > 1:
            return redirect("admin:claims_pendingchange_changelist")
        return redirect("admin:claims_pendingchange_change", proposed[0].pk)

    def get_fieldsets(self, request, obj=None):
        """Say above the reason what saving does where readers see the row (for a source, two queries)."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or fieldsets[-1][0] != "This change" or not obj.is_public():
            return fieldsets
        *others, (title, options) = fieldsets
        return [*others, (title, {**options, "description": explain_proposals(obj)})]


def explain_proposals(row):
    """Say that a change waits for a reviewer, with links to those that do."""
    links = [
        (reverse("admin:claims_pendingchange_change", args=[change.pk]), change.coder, change.reason)
        for change in pending_changes.list_waiting(row)
    ]
    waiting = format_html_join("", '<li><a href="{}">proposed by {}</a>: {}</li>', links)
    return format_html(
        "Readers see this {}. What you save is kept as a change, and they see it once a reviewer publishes that.{}",
        row._meta.verbose_name,
        format_html(" Waiting already: <ul>{}</ul>", waiting) if links else "",
    )
