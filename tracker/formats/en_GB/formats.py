"""How forms and the admin's calendar write a day. What they take is said in claims/rules/days.py."""

DATE_INPUT_FORMATS = ["%Y-%m-%d"]
