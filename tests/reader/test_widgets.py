"""Widgets that are drawn without templates: they say what Django's own would."""

import pytest
from django import forms
from django.test.html import parse_html
from django.utils.safestring import SafeString

from claims.reader.filters.widgets import DropDown, Ticks

CHOICES = [("", "–"), (25, "25"), ("<b>", "a & b"), ("safe", SafeString("<i>c</i>"))]


@pytest.mark.parametrize("value", [None, "", "25", 25, "<b>", "nowhere"])
def test_a_list_to_choose_from_is_that_of_django(value):
    own, django = (
        kind(choices=CHOICES).render("rows", value, {"id": "id_rows", "aria-invalid": "true"})
        for kind in (DropDown, forms.Select)
    )
    assert parse_html(own) == parse_html(django)


@pytest.mark.parametrize("chosen", [[], ["25"], ["<b>", "safe"]])
def test_each_box_to_tick_is_that_of_django(chosen):
    own, django = (
        [box.tag() for box in make_form(kind, chosen)["rows"]] for kind in (Ticks, forms.CheckboxSelectMultiple)
    )
    assert len(own) == len(CHOICES) and [*map(parse_html, own)] == [*map(parse_html, django)]


def make_form(kind, chosen):
    class Form(forms.Form):
        rows = forms.MultipleChoiceField(choices=CHOICES, widget=kind)

    return Form({"rows": chosen})
