"""Rows of stretches of days in the admin, the parts of actors and memberships: lines of an actor's form, and lists."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate

from ..rules.participants import find_overlap, put_in_order
from ..services.stretches import save_stretches
from ..wording.participants import IN_TURNS
from .inlines import VersionedFormSet, VersionedInline, list_links
from .versioned_admin import VersionedAdmin, VersionedForm


class StretchForm(VersionedForm):
    """One row, as a line of an actor's form; it is held beside the others by the lines together."""

    reason = None  # type: ignore[assignment]  # so that Django leaves the field out

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.beside = ()


class StretchLines(VersionedFormSet):
    """The rows of one actor: no two of one place on one day, and an order in which what was typed can be saved."""

    def clean(self):
        super().clean()
        self.check_lines()

    def check_lines(self):
        """Check the rows as they are to be; return them by key, None where a line has errors of its own."""
        lines = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in lines if not self._should_delete_form(form)]
        if any(form.errors for form in kept):
            return None
        gone = {form.instance.pk for form in lines if form not in kept}
        stored = {row.pk: row for row in self.read_stored() if row.pk not in gone}
        typed = {form.instance.pk or -place: form for place, form in enumerate(kept, start=1)}
        rows = stored | {key: form.instance for key, form in typed.items()}
        for place in {row.place for row in rows.values()}:
            there = {key: row for key, row in rows.items() if row.place == place}
            self._check_place(there, {pk: row for pk, row in stored.items() if row.place == place}, typed)
        return rows

    def _check_place(self, rows, stored, typed):
        """Check the rows in one place, as they are to be, beside those that are stored there."""
        overlapping = find_overlap({key: row.stretch for key, row in rows.items()})
        if overlapping:
            self._refuse(overlapping, typed, rows)
            return
        wanted = {key: row.stretch for key, row in rows.items() if key in typed}
        if put_in_order({pk: row.stretch for pk, row in stored.items()}, wanted) is None:
            raise ValidationError(IN_TURNS)

    def write(self, gate):
        """Write what was typed, if no line was changed by somebody else since."""
        wanted = self.save(commit=False)
        for row in (*self.deleted_objects, *(row for row in wanted if row.pk)):
            gate.lock(self.model, row.pk, row.version)
        save_stretches(gate, wanted, self.deleted_objects)

    def read_stored(self):
        """Return what is stored of the actor, each with the rows that it names."""
        return self.get_queryset().select_related(*list_links(self.model)) if self.instance.pk else ()

    def _refuse(self, overlapping, typed, rows):
        """Say at the later of two lines that overlap what the other one is."""
        other, line = overlapping if overlapping[1] in typed else overlapping[::-1]
        typed[line].add_error("since", rows[line].write_overlap(rows[other]))


class StretchInline(VersionedInline):
    """The rows of one actor, each with a link to a page of its own."""

    form = StretchForm
    formset = StretchLines
    show_change_link = True


class WhenFilter(admin.SimpleListFilter):
    """Keeps the rows that hold today, or those that are over or still to come."""

    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("now", "Today"), ("past", "Over"), ("to-come", "Still to come")]

    def queryset(self, request, queryset):
        today = localdate()
        if self.value() == "now":
            return queryset.on(today)
        conditions = {"past": Q(until__lt=today), "to-come": Q(since__gt=today)}
        return queryset.filter(conditions.get(self.value(), Q()))


class StretchAdmin(VersionedAdmin):
    """A list of rows of all actors, and the page of each."""

    show_full_result_count = False

    def write(self, gate, row, form):
        save_stretches(gate, [row])
