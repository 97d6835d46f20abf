"""Events of the talks in the admin. Reviewers edit them, analysts look."""

from django.contrib import admin

from ..models import Event
from .vocabulary import AdminOfNegotiation


@admin.register(Event)
class EventAdmin(AdminOfNegotiation):
    list_display = ["title", "negotiation", "kind", "first_day", "last_day", "place", "source"]
    list_filter = ["negotiation", "kind"]
    list_select_related = ["negotiation", "source"]
    date_hierarchy = "first_day"
    fieldsets = [
        ("What it is", {"fields": ["negotiation", "kind", "title", "slug", "description"]}),
        ("When and where", {"fields": ["first_day", "last_day", "place"]}),
        ("What tells of it", {"fields": ["source", "locator"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["negotiation", "source"]
    search_hint = "words of the title, the place or the description"
