from django.contrib import admin

from ..models import Actor, Proposal, Side, Topic
from .gated import GatedAdmin


@admin.register(Side)
class SideAdmin(GatedAdmin):
    list_display = ["name", "negotiates", "order"]
    fields = ["name", "slug", "negotiates", "order"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Topic)
class TopicAdmin(SideAdmin):
    list_display = ["name", "order"]
    fields = ["name", "slug", "order"]


@admin.register(Actor)
class ActorAdmin(SideAdmin):
    list_display = ["name", "short_name", "kind", "side", "principal", "speaks_for"]
    list_filter = ["kind", "side", "principal"]
    list_select_related = ["side", "speaks_for"]
    fields = [
        "name",
        "short_name",
        "slug",
        "kind",
        "side",
        "principal",
        "speaks_for",
        "always_show",
        "order",
    ]
    search_fields = ["name", "short_name", "slug"]
    autocomplete_fields = ["side", "speaks_for"]


@admin.register(Proposal)
class ProposalAdmin(SideAdmin):
    list_display = ["title", "topic", "proposed_on", "part_of", "variant_of"]
    list_filter = ["topic"]
    list_select_related = ["topic", "part_of", "variant_of"]
    fields = [
        "title",
        "slug",
        "definition",
        "topic",
        "proposers",
        "proposed_on",
        "part_of",
        "variant_of",
        "order",
    ]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title", "slug", "definition"]
    autocomplete_fields = ["topic", "proposers", "part_of", "variant_of"]
