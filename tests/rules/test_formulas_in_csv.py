"""What a spreadsheet would run as a formula is guarded in CSV, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.exchange import escape_formula, unescape_formula


@pytest.mark.parametrize(
    ("text", "in_csv"),
    [
        ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\t1", "'\t1"), ("\r1", "'\r1"), ("'=1", "''=1"),
        ("''-1", "'''-1"), ("'tis", "'tis"), ("'", "'"), ("a=1", "a=1"), (" =1", " =1"), ("", ""), ("1", "1"),
        ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠a", "'＠a"), ("abc;=1", "abc;'=1"),
        ("a\t@b", "a\t'@b"), ("a\n+1", "a\n'+1"), ("a;'=1", "a;''=1"), ("=1;-1", "'=1;'-1"),
        ("a;b", "a;b"), ("a; =1", "a; =1"), ("a\n- b", "a\n- b"), ("a;'b", "a;'b"),
    ],
)  # fmt: skip
def test_a_text_that_a_spreadsheet_would_run_bears_a_quote_mark_in_csv(text, in_csv):
    assert (escape_formula(text), unescape_formula(in_csv)) == (in_csv, text)


@given(st.text(st.one_of(st.sampled_from("'=+-@＝ ;\t\r\n"), st.characters())))
def test_every_text_comes_back_from_csv_and_none_can_run(text):
    assert unescape_formula(escape_formula(text)) == text
    assert not escape_formula(text).startswith(("=", "+", "-", "@", "＝", "\t", "\r"))
    assert not {f"{end}{sign}" for end in ";\t\r\n" for sign in "=@＝" if f"{end}{sign}" in escape_formula(text)}
