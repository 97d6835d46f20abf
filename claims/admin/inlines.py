"""Rows that are edited on the page of another: written with it, in one transaction, and never over another's change."""

from django.contrib import admin
from django.forms import BaseInlineFormSet

from .safe_admin import ChoosingFields
from .teams import narrow


class VersionedFormSet(BaseInlineFormSet):
    """The rows of a form, which the form's admin saves with its own row: see `VersionedAdmin.save_model`.

    The row of the form is always saved too, so that its version, which the form carries, tells whether somebody else
    has changed these rows meanwhile.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.formsets = [*getattr(self.instance, "formsets", ()), self]

    def initial_form_count(self):
        """No more than there are rows, whatever a forged form says."""
        number = super().initial_form_count()
        return min(number, len(self.get_queryset())) if self.is_bound else number

    def write(self, gate):
        """Write what was changed, inside an open gate."""
        rows = self.save(commit=False)
        for row in self.deleted_objects:
            row.delete()
        for row in rows:
            gate.save(row)
        self.save_m2m()


class VersionedInline(ChoosingFields, admin.TabularInline):
    """Rows of a tracked model on the page of the row that they belong to."""

    formset = VersionedFormSet
    extra = 0
    show_full_result_count = False

    def get_queryset(self, request):
        return narrow(request.user, super().get_queryset(request))
