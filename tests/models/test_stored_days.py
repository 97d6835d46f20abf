"""Days as SQLite stores them: each is read once, and means what Django reads."""

from datetime import date

from claims.models import stored_days
from claims.models.stored_days import StoredDays


def test_a_stored_day_is_read_as_what_it_says_and_once_only():
    days = StoredDays()
    assert days[b"2022-01-17"] == date(2022, 1, 17) and days[b"2022-01-17"] is days[b"2022-01-17"]


def test_days_are_let_go_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(stored_days, "MOST_DAYS", 2)
    days = StoredDays()
    assert [days[text].day for text in (b"2022-01-01", b"2022-01-02", b"2022-01-03")] == [1, 2, 3]
    assert len(days) == 1 and days[b"2022-01-01"] == date(2022, 1, 1)
