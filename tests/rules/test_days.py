"""How a day is typed: three forms, and nothing that two people could read as two days."""

import time
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from claims.rules import days
from claims.rules.days import MONTHS, check_has_come, parse_day
from claims.rules.faults import BrokenRule, FaultCode

REFUSED = (
    "01/10/2022",
    "10/01/2022",
    "2022/01/10",
    "01-10-2022",
    "10-01-2022",
    "Jan 10, 2022",
    "January 10 2022",
    "10 Jan 22",
    "10.01.22",
    "22-01-10",
    "10.1.2022",
    "2022-1-10",
    "20220110",
    "2022-W02-1",
    "2022-010",
    "2022-01",
    "2022",
    "Jan 2022",
    "10 Janu 2022",
    "10 janvier 2022",
    "2022-01-10T12:00",
    "2022-02-30",
    "31 Jun 2022",
    "00.01.2022",
    "0000-01-10",
    "٢٠٢٢-٠١-١٠",
    "today",
    "",
    "\x00",
)


@pytest.mark.parametrize(
    "text",
    ["2022-01-10", "10 Jan 2022", "10 January 2022", "10.01.2022", " 10  jan 2022 ", "10\u00a0JANUARY 2022"],
)
def test_a_day_is_taken_in_each_of_its_forms(text):
    assert parse_day(text) == date(2022, 1, 10)


def test_of_a_long_text_that_is_no_day_the_beginning_is_repeated():
    with pytest.raises(BrokenRule) as refused:
        parse_day("x" * 80 + "y")
    assert refused.value.parameters == {"value": "x" * 80}


def test_every_month_is_read_by_its_name_and_by_its_first_three_letters():
    for number, month in enumerate(MONTHS, 1):
        assert parse_day(f"5 {month} 2022") == parse_day(f"05 {month[:3]} 2022") == date(2022, number, 5)


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused(text):
    with pytest.raises(BrokenRule) as refused:
        parse_day(text)
    assert (refused.value.code, refused.value.parameters) == (FaultCode.NOT_A_DAY, {"value": text})


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12"])
def test_a_day_has_come_when_it_has_in_utc_wherever_the_server_stands(monkeypatch, zone):
    noon = datetime(2022, 1, 10, 11, 30, tzinfo=UTC)
    monkeypatch.setattr(
        days, "datetime", SimpleNamespace(now=lambda zone: datetime.fromtimestamp(noon.timestamp(), zone))
    )
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert check_has_come(date(2022, 1, 10))
        with pytest.raises(BrokenRule):
            check_has_come(date(2022, 1, 11))
    finally:
        monkeypatch.undo()
        time.tzset()


def test_today_has_come_and_tomorrow_has_not():
    today = datetime.now(UTC).date()
    tomorrow = today + timedelta(days=1)
    assert check_has_come(today) == today
    with pytest.raises(BrokenRule) as refused:
        check_has_come(tomorrow)
    assert (refused.value.code, refused.value.parameters) == (FaultCode.DAY_TO_COME, {"day": tomorrow})
