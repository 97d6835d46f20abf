"""`{{ verdict|reason }}`, `{{ actors|names }}`: the sentences of the room `wording`, for templates."""

from django import template

from ..wording.columns import write_names
from ..wording.verdicts import name_silent, write_reason

register = template.Library()
register.filter("names", write_names)
register.filter("reason", write_reason)
register.filter("silent", name_silent)
