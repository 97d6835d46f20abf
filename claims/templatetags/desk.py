from django import template

from ..admin.desk import piles, work_to_publish
from ..roles import roles_of

register = template.Library()


@register.inclusion_tag("admin/claims/desk.html")
def desk(user):
    """Show what awaits the user in the admin (at most seven queries)."""
    roles = roles_of(user)
    return {"piles": piles(user, roles), "work": work_to_publish(user, roles)}
