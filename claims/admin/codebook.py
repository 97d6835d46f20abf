"""Which rules of the codebook the fields of forms are about, and the links to them below these fields."""

from collections.abc import Mapping

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models.addresses import write_method_address

# The rules of docs/codebook.md by number.
CLAIM_RULES = {
    "quote": (4, 25),
    "holder": (2, 3, 15, 22),
    "speaker": (2, 15, 22),
    "attribution": (9, 11, 19),
    "proposal": (4, 13, 16),
    "wording": (28,),
    "dimension": (1,),
    "value": (8, 12, 24),
    "probability": (23,),
    "conditions": (6, 20, 21),
    "depends_on": (20,),
    "covers": (13, 18),
    "pending": (17,),
    "said_on_is": (14,),
}
SOURCE_RULES = {"leaked": (27,)}
CODING_RULES = {"fully_coded_on": (26,)}


def link_rules(fields: Mapping[str, forms.Field], rules: Mapping[str, tuple[int, ...]]) -> None:
    """Add to the help of those fields that a form has links to the rules about them, which open beside the form."""
    for name, numbers in rules.items():
        if name in fields:
            field = fields[name]
            field.help_text = format_html("{} {}", field.help_text, _link(numbers))


def _link(numbers: tuple[int, ...]) -> SafeString:
    links = format_html_join(
        ", ",
        '<a href="{}" target="_blank" rel="noopener">rule {}</a>',
        ((write_method_address(f"rule-{number}"), number) for number in numbers),
    )
    return format_html("Codebook: {}.", links)
