"""The parts of actors in the admin: a list of their own, and lines of the actor's form."""

from django.contrib import admin
from django.db.models import Prefetch, Q
from django.utils.timezone import localdate

from ..models import NO_SIDE, Participant, Side
from ..models.vocabulary import NO_SIDE_SLUG
from .stretches import StretchAdmin, StretchInline, WhenFilter
from .teams import narrow

PARTY_TOO = ("", "speaks_for__")  # who speaks for a party stands where that stands


class ParticipantInline(StretchInline):
    """Its parts in the negotiation, with one empty line for another; an actor's first one takes no second page."""

    model = Participant
    fields = ["side", "principal", "since", "until", "always_shown", "order", "version_shown"]
    autocomplete_fields = ["side"]
    verbose_name = "part in the negotiation"
    verbose_name_plural = "Its part in the negotiation"
    extra = 1

    def get_extra(self, request, obj=None, **kwargs):
        """Offer no part of its own to whoever stands where a party stands."""
        return 0 if obj is not None and obj.speaks_for_id else self.extra


class SideToday(admin.SimpleListFilter):
    """Keeps the actors that stand on a side today, or on none."""

    title = "side today"
    parameter_name = "side"

    def lookups(self, request, model_admin):
        sides = narrow(request.user, Side.objects.all())
        return [*((str(side.pk), str(side)) for side in sides), (NO_SIDE_SLUG, NO_SIDE.name)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        parts = narrow(request.user, Participant.objects.on(localdate()))
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
        parts = narrow(request.user, Participant.objects.on(localdate()).filter(principal=True))
        principals = Q(pk__in=parts.values("actor"))
        return {"yes": queryset.filter(principals), "no": queryset.exclude(principals)}.get(self.value(), queryset)


def match_parts(parts):
    """Return the condition under which an actor has one of these parts, or speaks for who has."""
    return Q(pk__in=parts.values("actor")) | Q(speaks_for__in=parts.values("actor"))


def read_today(actors, user):
    """Let each of these actors know its parts of today, and those of the party for which it speaks, that a user may see
    (four queries)."""
    parts = narrow(user, Participant.objects.on(localdate())).select_related("side")
    names = [f"{whose}stretches" for whose in PARTY_TOO]
    return actors.prefetch_related(*(Prefetch(name, parts, to_attr="stretches_today") for name in names))


def write_side_today(actor):
    """Say where an actor stands today: “East (principal)”; empty where nowhere."""
    return "; ".join(
        f"{part.side} (principal)" if part.principal and not actor.speaks_for_id else str(part.side)
        for part in (actor.speaks_for or actor).stretches_today
    )


@admin.register(Participant)
class ParticipantAdmin(StretchAdmin):
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
    autocomplete_fields = ["actor", "side"]
