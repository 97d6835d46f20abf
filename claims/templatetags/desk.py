from typing import Any

from django import template
from django.contrib.auth.models import User

from ..admin.desk import piles, work_to_publish
from ..roles import roles_of

register = template.Library()


@register.inclusion_tag("admin/claims/desk.html", name="desk")
def show_desk(user: User) -> dict[str, Any]:
    """Show what awaits the user in the admin (at most seven queries)."""
    roles = roles_of(user)
    return {"piles": piles(user, roles), "work": work_to_publish(user, roles)}
