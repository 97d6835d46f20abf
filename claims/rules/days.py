"""How a day is typed, wherever one is, and which days cannot be of what is recorded."""

import re
from datetime import UTC, date, datetime

from .faults import BrokenRule, FaultCode

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_NUMBERS = {name.lower(): number for number, month in enumerate(MONTHS, 1) for name in (month, month[:3])}
_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[A-Za-z]+) (?P<year>[0-9]{4})"),
    re.compile(r"(?P<day>[0-9]{2})\.(?P<month>[0-9]{2})\.(?P<year>[0-9]{4})"),
)

_TIME = re.compile(
    r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( ?Z|[+-][0-9]{2}:?[0-9]{2})?$"
)


def drop_time(text: str) -> str:
    """Return a day without the time that programs write after it: 2015-03-07T19:35 is 2015-03-07, wherever it was."""
    return _TIME.sub("", text.strip())


def parse_day(text: str) -> date:
    """Read 2022-01-10, 10 Jan 2022, 10 January 2022 or 10.01.2022; all else is a BrokenRule.

    No form is taken in which one could mistake the day for the month: nothing is guessed from a language or a place.
    """
    typed = " ".join(text.split())
    for form in _FORMS:
        if match := form.fullmatch(typed):
            month = match["month"].lower()
            try:
                return date(int(match["year"]), _MONTH_NUMBERS.get(month) or int(month), int(match["day"]))
            except ValueError:
                break
    raise BrokenRule(FaultCode.NOT_A_DAY, value=text[:80])


def check_has_come(day: date) -> date:
    """Return a day on which something was said, published or done; one later than today, in UTC, is a BrokenRule."""
    if day > datetime.now(UTC).date():
        raise BrokenRule(FaultCode.DAY_TO_COME, day=day)
    return day
