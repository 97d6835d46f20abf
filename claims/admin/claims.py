from django.contrib import admin

from ..models import Claim
from .gated import GatedAdmin


@admin.register(Claim)
class ClaimAdmin(GatedAdmin):
    list_display = ["holder", "proposal", "dimension", "value", "attribution", "said_on", "source", "status"]
    list_filter = ["status", "dimension", "attribution"]
    list_select_related = ["holder", "proposal", "source"]
    search_fields = ["public_id", "quote", "conditions"]
    date_hierarchy = "said_on"
    autocomplete_fields = ["source", "holder", "speaker", "proposal"]
