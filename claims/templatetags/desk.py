from typing import Any

from django import template
from django.contrib.auth.models import User

from ..admin.desk import (
    list_batches,
    list_commented,
    list_contradictions,
    list_negotiations,
    list_rereads,
    list_returned,
    list_suggestions,
    list_unpublished,
    read_piles,
)
from ..roles import is_reviewer

register = template.Library()


@register.inclusion_tag("admin/claims/desk.html", name="desk")
def show_desk(user: User) -> dict[str, Any]:
    """Show what awaits the user in the admin (at most sixteen queries)."""
    return {
        "piles": read_piles(user),
        "returned": list_returned(user),
        "commented": list_commented(user),
        "unpublished": list_unpublished(user),
        "suggestions": list_suggestions(user),
        "rereads": list_rereads(user),
        "negotiations": list_negotiations(user),
        "reviews": is_reviewer(user),
        "contradictions": list_contradictions(user),
        "batches": list_batches(user),
    }
