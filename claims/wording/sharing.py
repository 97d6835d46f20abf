"""What may stand within pages of others, and what is said of it."""

# Name of the address of a page → what of it stands in an embed, as XPath within its main part.
EMBEDDED = {
    "matrix": ".//div[starts-with(@class, 'split')] | .//div[@class='window']/span",
    "proposal": ".//p[@class='lede'] | .//section[@id='positions'] | .//section[@id='own-words']",
    "common-ground": ".//p[@class='lede'] | .//section[@id='apart'] | .//section[@id='waits']",
    "timeline": ".//ol[@class='lanes'] | .//*[@id='days']",
    "agreement": ".//p[@class='lede'] | .//div[@id='ranges'] | .//div[@class='tree'] | .//table",
    "actor": ".//p[@class='lede'] | .//section[starts-with(@class, 'board-of')]",
}
EMBED_SIZE = (720, 560)  # pixels, where whoever embeds says nothing else
NOT_ALLOWED = (
    "This site does not let other sites show its pages within theirs. Whoever runs it can allow that with the setting"
    " EMBED_ANCESTORS."
)


def write_embed_path(path: str) -> str:
    """Return the path of the embed of a page: `/talks/` → `/embed/talks/matrix/`."""
    parts = path.strip("/").split("/")
    return f"/embed/{'/'.join(parts if len(parts) > 1 else [*parts, 'matrix'])}/"


def read_embed_path(page: str) -> str:
    """Return the path of the page that an embed is of: `talks/matrix` → `/talks/`."""
    parts = page.strip("/").split("/")
    return f"/{'/'.join(parts[:1] if parts[1:] == ['matrix'] else parts)}/"
