"""What is heard of a row, an opened cell and the drawings: the browser's tree of names and roles."""

from playwright.sync_api import expect

AT = "/russia-us-security-2021/"


def test_a_row_tells_who_stands_where_and_why_cells_are_blank(seeded, page, live_server):
    page.goto(live_server.url + AT)
    expect(page.locator("tr#exercise-limits")).to_match_aria_snapshot("""
        - row:
          - rowheader "Exercise limits":
            - link "Exercise limits"
          - 'cell "Russia on Exercise limits: supports (+2)"':
            - 'link "Russia on Exercise limits: supports (+2)"'
          - cell /United States on Exercise limits. open if/
          - cell "nothing in the coded sources"
          - cell "nothing in the coded sources"
          - cell "none of them"
    """)
    silent = "cells => cells.filter(cell => !cell.textContent.trim() && !cell.querySelector('[aria-label]')).length"
    assert page.locator("table.matrix tbody tr[id] td:not(.why)").evaluate_all(silent) == 0


def test_an_opened_cell_is_a_region_with_its_sentence_and_its_quote(seeded, page, live_server):
    page.goto(f"{live_server.url}{AT}?cell=exercise-limits/russia")
    expect(page.locator(".panel")).to_match_aria_snapshot("""
        - region "Russia on Exercise limits":
          - heading "Russia on Exercise limits" [level=2]
          - link "Close"
          - blockquote: /a reduction in the scope of military drills/
          - paragraph:
            - button "Copy link"
            - status
            - link "Permanent link"
    """)


def test_a_position_line_is_a_group_of_links_that_says_what_it_shows(seeded, page, live_server):
    page.goto(f"{live_server.url}{AT}proposals/exercise-limits/")
    drawn = page.locator("svg.chart[role=group]").first
    expect(drawn).to_match_aria_snapshot("""
        - group /Exercise limits, from rejects to supports. Russia supports .*US open if/:
          - link /US. open if/
          - 'link "Russia: supports (+2)"'
    """)
    assert "img" not in drawn.aria_snapshot()  # what is in an image is not heard


def test_a_list_is_a_table_with_named_columns_on_a_phone_too(seeded, page, live_server):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}{AT}proposals/")
    expect(page.locator("table.list")).to_match_aria_snapshot("""
        - table "Proposals":
          - rowgroup:
            - row:
              - columnheader "Proposal":
                - link "Proposal"
              - columnheader "Verdict":
                - link "Verdict"
    """)
