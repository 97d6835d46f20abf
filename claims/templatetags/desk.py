from django import template

from ..admin.desk import piles

register = template.Library()


@register.inclusion_tag("admin/claims/desk.html")
def desk(user):
    """Show what awaits the user in the admin (at most five queries)."""
    return {"piles": piles(user)}
