"""`{{ verdict|reason }}`, `{{ actors|names }}`, `{{ actor|isolate }}`: sentences of the room `wording`, for templates.

What people typed is isolated wherever it stands beside anything else but in a link, which the stylesheet isolates.
"""

from django import template

from ..models import Actor, Negotiation
from ..rules.folding import isolate
from ..rules.titles import LONGEST_IN_LIST, shorten_within
from ..wording.columns import write_names
from ..wording.conditions import write_condition
from ..wording.days import format_day, format_moment, write_days
from ..wording.findings import write_who_rejects
from ..wording.numbers import format_count, format_value
from ..wording.packages import write_places, write_where
from ..wording.verdicts import name_silent, write_reason, write_reason_in_words

register = template.Library()
register.filter("condition", write_condition)
register.filter("count", format_count)
register.filter("day", format_day, expects_localtime=True)
register.filter("moment", format_moment, expects_localtime=True)
register.filter("names", write_names)
register.filter("number", format_value)
register.filter("reason", write_reason)
register.filter("reason_in_words", write_reason_in_words)
register.filter("silent", name_silent)
register.filter("places", write_places)
register.filter("where", write_where)


@register.filter(name="isolate")
def isolate_text(value: object) -> str:
    return isolate(str(value))


@register.filter(name="cut_within")
def cut_title(title: str) -> str:
    """Return a whole title as lists tell it."""
    return shorten_within(title, LONGEST_IN_LIST)


@register.filter(name="who_rejects")
def write_which_actors_reject(actors: list[Actor]) -> str:
    return write_who_rejects([actor.in_sentence for actor in actors])


@register.filter(name="days")
def write_days_of(negotiation: Negotiation) -> str:
    """Say from when to when a negotiation is held, as far as that is known."""
    return write_days(negotiation.first_day, negotiation.last_day)
