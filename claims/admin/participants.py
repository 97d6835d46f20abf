"""The parts of actors in the admin: a list of their own, and lines of the actor's form."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils.timezone import localdate

from ..models import NO_SIDE, Participant, Side
from ..models.vocabulary import NO_SIDE_SLUG
from ..rules.participants import find_overlap, put_in_order
from ..services.participants import save_participants
from ..wording.participants import IN_TURNS, write_overlap
from .inlines import VersionedFormSet, VersionedInline
from .versioned_admin import VersionedAdmin, VersionedForm

PARTY_TOO = ("", "speaks_for__")  # who speaks for a party stands where that stands


class ParticipantForm(VersionedForm):
    """One part, as a line of its actor's form; it is held beside the others by the lines together."""

    reason = None  # type: ignore[assignment]  # so that Django leaves the field out

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.beside = ()


class ParticipantLines(VersionedFormSet):
    """The parts of one actor: no two of them on one day, and an order in which what was typed can be saved."""

    def clean(self):
        super().clean()
        lines = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in lines if not self._should_delete_form(form)]
        if any(form.errors for form in kept):
            return
        gone = {form.instance.pk for form in lines if form not in kept}
        stored = {part.pk: part for part in self._read_stored() if part.pk not in gone}
        typed = {form.instance.pk or -place: form for place, form in enumerate(kept, start=1)}
        parts = stored | {key: form.instance for key, form in typed.items()}
        for place in {part.place for part in parts.values()}:
            there = {key: part for key, part in parts.items() if part.place == place}
            self._check_place(there, {pk: part for pk, part in stored.items() if part.place == place}, typed)

    def _check_place(self, parts, stored, typed):
        """Check the parts in one negotiation, as they are to be, beside those that are stored there."""
        overlapping = find_overlap({key: part.stretch for key, part in parts.items()})
        if overlapping:
            self._refuse(overlapping, typed, parts)
            return
        wanted = {key: part.stretch for key, part in parts.items() if key in typed}
        if put_in_order({pk: part.stretch for pk, part in stored.items()}, wanted) is None:
            raise ValidationError(IN_TURNS)

    def write(self, gate):
        """Write what was typed, if no line was changed by somebody else since."""
        wanted = self.save(commit=False)
        for part in self.deleted_objects:
            gate.lock(Participant, part.pk, part.version).delete()
        for part in wanted:
            if part.pk:
                gate.lock(Participant, part.pk, part.version)
        save_participants(gate, wanted)

    def _read_stored(self):
        return self.instance.stretches.select_related("side") if self.instance.pk else ()

    def _refuse(self, overlapping, typed, parts):
        """Say at the later of two lines that overlap which part the other one is."""
        other, line = overlapping if overlapping[1] in typed else overlapping[::-1]
        part = parts[other]
        reason = write_overlap(str(self.instance), part.side.name, part.since, part.until)
        typed[line].add_error("since", reason)


class ParticipantInline(VersionedInline):
    """Its parts in the negotiation, with one empty line for another; an actor's first one takes no second page."""

    model = Participant
    form = ParticipantForm
    formset = ParticipantLines
    fields = ["side", "principal", "since", "until", "always_shown", "order", "version_shown"]
    autocomplete_fields = ["side"]
    verbose_name = "part in the negotiation"
    verbose_name_plural = "Its part in the negotiation"
    extra = 1
    show_change_link = True

    def get_extra(self, request, obj=None, **kwargs):
        """Offer no part of its own to whoever stands where a party stands."""
        return 0 if obj is not None and obj.speaks_for_id else self.extra


class SideToday(admin.SimpleListFilter):
    """Keeps the actors that stand on a side today, or on none."""

    title = "side today"
    parameter_name = "side"

    def lookups(self, request, model_admin):
        return [*((str(side.pk), str(side)) for side in Side.objects.all()), (NO_SIDE_SLUG, NO_SIDE.name)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        parts = Participant.objects.on(localdate())
        if self.value() == NO_SIDE_SLUG:
            return queryset.exclude(match_parts(parts))
        if self.value() not in dict(self.lookup_choices):
            return queryset.none()
        return queryset.filter(match_parts(parts.filter(side=self.value())))


class PrincipalToday(admin.SimpleListFilter):
    """Keeps the principals of today, or all others."""

    title = "principal today"
    parameter_name = "principal"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request, queryset):
        principals = Q(pk__in=Participant.objects.on(localdate()).filter(principal=True).values("actor"))
        return {"yes": queryset.filter(principals), "no": queryset.exclude(principals)}.get(self.value(), queryset)


class WhenFilter(admin.SimpleListFilter):
    """Keeps the parts that hold today, or those that are over or still to come."""

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


def match_parts(parts):
    """Return the condition under which an actor has one of these parts, or speaks for who has."""
    return Q(pk__in=parts.values("actor")) | Q(speaks_for__in=parts.values("actor"))


def read_today(actors):
    """Let each of these actors know its parts of today, and those of the party for which it speaks (four queries)."""
    parts = Participant.objects.on(localdate()).select_related("side")
    names = [f"{whose}stretches" for whose in PARTY_TOO]
    return actors.prefetch_related(*(Prefetch(name, parts, to_attr="stretches_today") for name in names))


def write_side_today(actor):
    """Say where an actor stands today: “East (principal)”; empty where nowhere."""
    return "; ".join(
        f"{part.side} (principal)" if part.principal and not actor.speaks_for_id else str(part.side)
        for part in (actor.speaks_for or actor).stretches_today
    )


@admin.register(Participant)
class ParticipantAdmin(VersionedAdmin):
    list_display = ["actor", "side", "principal", "always_shown", "since", "until"]
    list_filter = ["side", "principal", "always_shown", WhenFilter]
    list_select_related = ["actor", "side"]
    fieldsets = [
        ("Whose part it is", {"fields": ["actor", "side", "principal"]}),
        ("From when until when", {"fields": ["since", "until"]}),
        ("In the matrix", {"fields": ["always_shown", "order"]}),
    ]
    search_fields = ["actor__searched_text"]
    search_hint = "a name, short name or alias of the actor"
    show_full_result_count = False
    autocomplete_fields = ["actor", "side"]

    def write(self, gate, part, form):
        save_participants(gate, [part])
