"""How a reader chooses a day in a filter."""


def type_day(page, label, day):
    """Type a day beside the list of days that has this label, with scripts and without."""
    page.get_by_role("combobox", name=label, exact=True).select_option("another")
    field = page.get_by_label(f"{label}: another day")
    if not field.is_visible():
        page.locator(".day", has=field).locator("summary").click()
    field.fill(day)
