"""What people, browsers and attackers may send: values for addresses, query strings and fields."""

from hypothesis import strategies as st

from tests.hostile_values import VALUES

HOSTILE = st.sampled_from(VALUES)
LARGE = ("9" * 5000, "a" * 200_000, "\n" * 5000, "(" * 3000, "é\u0301" * 2000, ",".join(map(str, range(4000))))
DAYS = st.dates().map(str) | st.sampled_from(["2022-01-17", "17.1.2022", "2022-01", "1/2/2022", "2022-W03", "-5-1-1"])
NUMBERS = st.integers().map(str) | st.integers(-3, 60).map(str) | st.floats().map(str)
TEXTS = st.text(max_size=40) | st.text("aZ0é٣🙂\u202e\x00 '\"<%;,=&\\/\n-_", max_size=40)
ANY = st.one_of(HOSTILE, HOSTILE, DAYS, NUMBERS, TEXTS, st.sampled_from(LARGE))


def draw_named(names):
    """Return values of which most name a row."""
    return st.one_of(st.sampled_from(names), st.sampled_from(names), ANY) if names else ANY
