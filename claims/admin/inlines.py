"""Rows that are edited on the page of another: written with it, in one transaction, and never over another's change."""

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.text import capfirst

from .choosers import read_chosen, unwrap
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

    @cached_property
    def forms(self):
        forms = super().forms
        read_chosen(forms)
        return forms

    def add_fields(self, form, index):
        """Name each field, of which a table shows no label: “Side, line 2”; of a line that is still to come “Side”."""
        super().add_fields(form, index)
        line = f", line {index + 1}" if isinstance(index, int) else ""
        for name, field in form.fields.items():
            widget = unwrap(field.widget)
            if not widget.is_hidden:
                widget.attrs["aria-label"] = f"{capfirst(field.label or name)}{line}"

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
        """Load with each row the rows that it names: whoever only looks sees them by their names."""
        return narrow(request.user, super().get_queryset(request)).select_related(*list_links(self.model))


def list_links(model):
    """Return the names of the fields that name one row each."""
    return [field.name for field in model._meta.fields if field.is_relation]
