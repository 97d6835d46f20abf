"""How templates are written, so that they can be read, and what their own tags do."""

import pytest
from django.template import engines


def render(source, **context):
    return engines["django"].from_string("{% load prose %}" + source).render(context)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("one\n  , two\n  .", "one, two."),
        ("one\n  ; two\n  : three", "one; two: three"),
        ("(\n  one\n)", "(one)"),
        ("“\n  one\n  ”", "“one”"),
        ("<b>one</b>\n  ,\n  <b>two</b>", "<b>one</b>,\n  <b>two</b>"),
        ("\n  one\n  · two\n", "one\n  · two"),
        ("{% if a %}\n  a\n{% endif %}\n{% if b %}\n  , b\n{% endif %}", "a, b"),
        ("one , two", "one , two"),
    ],
)
def test_a_line_of_prose_that_begins_with_punctuation_joins_the_one_before(lines, text):
    assert render(f"{{% prose %}}{lines}{{% endprose %}}", a=True, b=True) == text


def test_prose_escapes_what_it_is_given_once():
    assert render("{% prose %}{{ name }}{% endprose %}", name="<b> & Co") == "&lt;b&gt; &amp; Co"
