"""`{% form_field field %}`: a field of the form of filters. One that the address at hand does not name looks the same
on every page of its kind, and most are such: each is drawn by its templates once, not some twenty times a page."""

from collections.abc import Hashable
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from .addresses import write_address_here

register = template.Library()

MOST_KEPT = 500  # of fifty kinds at most, but lists of days follow what is published
_KEPT: dict[Hashable, SafeString] = {}


@register.simple_tag(takes_context=True)
def form_field(context: Context, field: BoundField) -> SafeString:
    """Draw a field with its label, and what is wrong with it."""
    key = _describe_untouched(context, field)
    if key is None:
        return _draw(context, field)
    drawn = _KEPT.get(key)
    if drawn is None:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        drawn = _KEPT[key] = _draw(context, field)
    return drawn


def _draw(context: Context, field: BoundField) -> SafeString:
    drawing: Any = context.template
    with context.push(field=field):
        return SafeString(drawing.engine.get_template("claims/forms/field.html").render(context))


def _describe_untouched(context: Context, field: BoundField) -> Hashable | None:
    """Return all on which the look of a field depends that is empty, or None where something was typed or chosen."""
    form, name = field.form, field.html_name
    if not form.is_bound or name in form.data or field.errors:
        return None
    if hasattr(field, "options"):  # of days, in words, with the one that is in force
        offered: Any = tuple(field.options)
    elif hasattr(field.field, "choices"):
        offered = tuple(field.field.choices)
    else:  # names are looked for at an address
        offered = write_address_here(context, "suggest", name)
    return field.widget_type, name, field.auto_id, field.label, str(field.field.widget.attrs), offered
