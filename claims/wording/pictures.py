"""The pictures that there are of pages, as people call them."""

PICTURE_FORMS = {"svg": "SVG", "png": "PNG"}
CARD = "card"  # what stands beside a link to a page where others share it
CARD_SIZE = (1200, 630)
SITE = "Stance matrix"
# Names of addresses of pages that draw something, and of those that have a card.
PICTURED = frozenset({"matrix", "common-ground", "timeline", "agreement", "proposal", "actor", "experts"})
CARDED = PICTURED | {"cell", "claim", "pair", "changes", "moves"}
