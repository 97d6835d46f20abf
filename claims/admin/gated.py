"""What every admin page of a tracked model does: write through the gate, and never over somebody else's change."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from ..editing import editing


class VersionedForm(forms.ModelForm):
    """Carries the version that it showed; a row that was changed since is not overwritten unawares.

    The refusal names each field that somebody else changed, keeps what was typed, and carries the new version: to
    save again is a decision and no dead end.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False,
        max_length=300,
        help_text="Why you change it: kept in the history.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown_version = self.instance.version
        self.initial["version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        typed = cleaned.get("version")
        if self.instance.pk and typed != self.shown_version:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.shown_version)
            raise ValidationError(
                "Somebody else changed this meanwhile. What you typed is kept below; saving again overwrites "
                f"their change. {self._changes()}",
                code="stale",
            )
        return cleaned

    def _changes(self):
        """Say what is different now, field by field, from what was typed."""
        different = [
            f"{self.fields[name].label or name}: now “{self.initial.get(name)}”"
            for name in self.changed_data
            if name in self.initial and name not in ("version", "reason")
        ]
        return "; ".join(different) + "." if different else ""


class GatedAdmin(admin.ModelAdmin):
    """A model admin whose every write runs inside `editing()`, in the user's name and with the reason given."""

    form = VersionedForm
    save_on_top = True

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj) or (obj is None and not self.has_add_permission(request)):
            return fieldsets
        names = {"version", "reason"}
        kept = [
            (title, {**options, "fields": [n for n in options["fields"] if n not in names]})
            for title, options in fieldsets
        ]
        return [*kept, ("This change", {"fields": ["reason", "version"]})]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with editing(request.user, request.POST.get("reason", "").strip()):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with editing(request.user, "deleted"):
            return super().delete_view(request, object_id, extra_context)

    def get_object(self, request, object_id, from_field=None):
        """Lock the row that is about to be saved, so that two who save at once are told apart."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST":
            self.model._base_manager.select_for_update().filter(pk=row.pk).first()
            row.refresh_from_db()
        return row

    def get_actions(self, request):
        """Rows are deleted one by one, each with its history."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
