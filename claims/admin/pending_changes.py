"""Changes of what readers see, as reviewers read them: before and after, to publish or to return."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from ..models import PendingChange, Source
from ..queries.differences import Difference, list_differences
from ..rules.publishing import PUBLISH, RETURN, Status
from ..services import pending_changes
from ..wording.warnings import write_confirmed
from .reviewable import ReviewableAdmin, WhoseFilter, make_actions

LINKS = (
    "source",
    "coding__source",
    "coding__negotiation",
    "outcome__proposal",
    "search__proposal",
    "search__holder",
    "remark__proposal",
    "remark__holder",
    "coder",
)
MEANINGS = {
    Status.IN_REVIEW: "waits for a reviewer; readers see no change yet",
    Status.RETURNED: "sent back to its author, who may propose it again",
    Status.PUBLISHED: "written into what readers see",
    Status.WITHDRAWN: "taken back; kept with its history",
}


@admin.register(PendingChange)
class PendingChangeAdmin(ReviewableAdmin):
    """A change is read, published or returned here, and never edited: it is proposed where its row is edited."""

    actions = make_actions({name: PendingChange.TRANSITIONS[name] for name in (PUBLISH, RETURN)})
    change_form_template = "admin/claims/pendingchange/change_form.html"
    list_display = ["change", "words", "state", "coder"]
    list_display_links = ["change"]
    list_filter = ["status", WhoseFilter]
    list_select_related = LINKS
    search_fields = [
        "reason",
        "source__title",
        "source__slug",
        "coding__source__title",
        "coding__source__slug",
        *(f"{link}__proposal__title" for link in ("outcome", "search", "remark")),
    ]
    search_hint = "words of the reason, or of the title of a source or proposal"
    fieldsets = [(None, {"fields": []})]

    @property
    def media(self):
        return super(ReviewableAdmin, self).media

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="what changes")
    def change(self, change):
        return f"{change.target._meta.verbose_name}: {change.target}"

    @admin.display(description="why")
    def words(self, change):
        return Truncator(change.reason).chars(80)

    @admin.display(description="state", ordering="status")
    def state(self, change):
        return format_html('<span class="state state-{}">{}</span>', change.status, change.get_status_display())

    def read_stored(self, row):
        return PendingChange.objects.select_related(*LINKS, "written_by").defer("text__text").get(pk=row.pk)

    def describe_state(self, user, row):
        """Add what the change's panel shows."""
        if row is None:
            return {}
        context = super().describe_state(user, row)
        target = row.target
        context["panel"] |= {
            "meaning": MEANINGS[Status(row.status)],
            "target": target,
            "target_noun": target._meta.verbose_name,
            "target_url": reverse(f"admin:claims_{target._meta.model_name}_change", args=[target.pk]),
            "overtaken": row.status == Status.IN_REVIEW and pending_changes.is_overtaken(row, target),
            "changes": list_proposed(row),
            "texts": list_texts(row),
            "confirmed": write_confirmed(row.confirmed),
        }
        return context


def list_proposed(change: PendingChange) -> list[Difference]:
    """Return what a change changes, field by field, from the version that it was proposed for."""
    target = change.target
    before = target.history.filter(version=change.target_version).first() or target
    after = type(target)(pk=target.pk)
    for field in pending_changes.list_fields(type(target)):
        value = change.fields.get(field.attname, getattr(before, field.attname))
        setattr(after, field.attname, field.to_python(value))
    names = [field.name for field in pending_changes.list_fields(type(target)) if field.attname in change.fields]
    return list_differences(type(target), [(before, after)], names)[0]


def list_texts(change: PendingChange) -> list[tuple[str, str]]:
    """Return (label, address) of the texts of a source that a change is about: what is held, and what is proposed."""
    if not isinstance(change.target, Source) or not (change.text_id or change.takes_text_away):
        return []
    held = change.target.texts.filter(current=True).values_list("sha256", flat=True).first()
    proposed = change.text.sha256 if change.text else None
    labelled = [("held now", held), ("proposed", proposed)]
    return [
        (label, reverse("admin:claims_source_text", args=[change.target.pk, digest]) if digest else "")
        for label, digest in labelled
    ]
