"""What Django says in forms is said in our words."""

import re

import pytest
from django import forms
from django.conf import settings
from django.core import validators
from django.db import models
from django.utils.translation import gettext, ngettext

STOCK = re.compile(
    r"^(Enter a|Ensure this|Select a valid|This field|Null characters|Constraint|Value )|not a valid choice"
)
CATALOGUE = (settings.LOCALE_PATHS[0] / "en_GB" / "LC_MESSAGES" / "django.po").read_text()
SINGLE = re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', CATALOGUE)
COUNTED = re.findall(r'msgid "(.+)"\nmsgid_plural "(.+)"\nmsgstr\[0\] "(.+)"\nmsgstr\[1\] "(.+)"', CATALOGUE)
SHOWN_BY = [
    forms.CharField, forms.IntegerField, forms.DateField, forms.TimeField, forms.DateTimeField, forms.URLField,
    forms.EmailField, forms.ChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField, forms.FileField,
    models.CharField, models.ForeignKey,
]  # fmt: skip


@pytest.mark.parametrize("field", SHOWN_BY)
def test_no_field_of_a_form_or_table_speaks_in_stock_words(field):
    sentences = [
        str(words) for base in field.__mro__ for words in vars(base).get("default_error_messages", {}).values()
    ]
    unreached = ("is not a valid value", "date/time", "must be unique", "instance with", "already exists")
    assert sentences
    assert [words for words in sentences if STOCK.search(words) and not any(part in words for part in unreached)] == []


def test_no_validator_speaks_in_stock_words():
    for validate in (validators.validate_slug, validators.URLValidator(), validators.validate_email):
        assert not STOCK.search(str(validate.message))
    with pytest.raises(forms.ValidationError, match="^\\['Write at most 3 letters: these are 4.'\\]$"):
        forms.CharField(max_length=3).clean("abcd")


def test_catalogue_that_is_read_is_the_one_that_people_edit():
    assert len(SINGLE) > 40 and len(COUNTED) == 5
    assert [(words, gettext(words)) for words, ours in SINGLE if gettext(words) != ours] == []
    for one, many, ours, ours_many in COUNTED:
        assert (ngettext(one, many, 1), ngettext(one, many, 2)) == (ours, ours_many)
