"""The vocabulary in the admin: sides, actors, topics and proposals. Reviewers edit it, analysts look it up."""

from django.contrib import admin, messages
from django.utils.timezone import localdate

from ..models import Actor, Claim, Negotiation, Proposal, Side, Topic
from ..rules import conditions
from ..services import disposal
from ..services.actors import save_actor
from .versioned_admin import VersionedAdmin
from .words import count_rows


class NamedAdmin(VersionedAdmin):
    """Rows that are known by a slug, which is filled in from the name once and never changes."""

    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["searched_text"]
    show_full_result_count = False

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []


class AdminOfNegotiation(NamedAdmin):
    """Rows of one negotiation, in which they stay."""

    autocomplete_fields = ["negotiation"]
    list_select_related = ["negotiation"]
    list_filter = ["negotiation"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["negotiation"] if obj else [])]

    def get_changeform_initial_data(self, request):
        """Where there is one negotiation alone, a new row is of that."""
        only = Negotiation.objects.all()[:2]
        initial = {"negotiation": only[0].pk} if len(only) == 1 else {}
        return {**initial, **super().get_changeform_initial_data(request)}


@admin.register(Negotiation)
class NegotiationAdmin(NamedAdmin):
    list_display = ["title", "first_day", "last_day", "order"]
    fieldsets = [
        ("What the talks are", {"fields": ["title", "short_title", "slug", "summary", "first_day", "last_day"]}),
        ("Among the others", {"fields": ["order"]}),
    ]
    prepopulated_fields = {"slug": ["short_title"]}
    search_hint = "words of the title"


@admin.register(Side)
class SideAdmin(AdminOfNegotiation):
    list_display = ["name", "negotiation", "negotiates", "order"]
    fieldsets = [(None, {"fields": ["negotiation", "name", "slug", "negotiates", "order"]})]


@admin.register(Topic)
class TopicAdmin(AdminOfNegotiation):
    list_display = ["name", "negotiation", "order"]
    fieldsets = [(None, {"fields": ["negotiation", "name", "slug", "order"]})]


@admin.register(Actor)
class ActorAdmin(NamedAdmin):
    list_display = ["name", "short_name", "kind", "side", "principal", "speaks_for"]
    list_filter = ["kind", "side", "principal"]
    list_select_related = ["side", "speaks_for"]
    fieldsets = [
        ("Who it is", {"fields": ["name", "short_name", "slug", "aliases"]}),
        ("Its part in the negotiation", {"fields": ["kind", "side", "speaks_for", "principal"]}),
        ("In the matrix", {"fields": ["always_show", "order"]}),
    ]
    search_hint = "a name, short name or alias"
    autocomplete_fields = ["side", "speaks_for"]

    def write(self, gate, actor, form):
        form.moved = save_actor(gate, actor)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.moved:
            names = ", ".join(official.name for official in form.moved)
            messages.info(request, f"On the side of {obj.side} now too, since they speak for it: {names}.")


@admin.register(Proposal)
class ProposalAdmin(NamedAdmin):
    list_display = ["title", "topic", "proposed_on", "added_on", "part_of", "variant_of"]
    list_filter = ["topic"]
    list_select_related = ["topic", "part_of", "variant_of"]
    fieldsets = [
        ("What would be agreed", {"fields": ["title", "slug", "definition", "topic", "aliases"]}),
        ("Who put it on the table", {"fields": ["proposers", "proposed_on"]}),
        ("In the codebook", {"fields": ["added_on"]}),
        ("How it hangs together with others", {"fields": ["part_of", "variant_of"]}),
        ("In the matrix", {"fields": ["order"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    search_hint = "words of the title, an alias or the definition"
    autocomplete_fields = ["topic", "proposers", "part_of", "variant_of"]

    def get_changeform_initial_data(self, request):
        """A new proposal was in the codebook of no source that is coded already."""
        return {"added_on": localdate(), **super().get_changeform_initial_data(request)}

    def count_uses(self, row):
        """Conditions name proposals by slug: those keep one from being deleted too."""
        trials = [claim.pk for claim in disposal.list_trials(row)]
        naming = Claim.objects.filter(depends_on__contains=row.slug).exclude(pk__in=trials)
        links = naming.values_list("depends_on", flat=True)
        count = sum(row.slug in conditions.list_slugs(depends_on) for depends_on in links)
        in_conditions = [f"the conditions of {count_rows(Claim, count)}"] if count else []
        return [*super().count_uses(row), *in_conditions]
