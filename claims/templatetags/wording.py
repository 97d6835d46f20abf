"""`{{ verdict|reason }}`: the sentences of the room `wording`, for templates."""

from django import template

from ..wording.verdicts import write_reason

register = template.Library()
register.filter("reason", write_reason)
