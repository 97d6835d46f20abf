"""The documentation as sections of a page: Markdown → HTML, with what pages link to anchored."""

import re
from collections.abc import Iterable, Iterator

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

_RULE = re.compile(r"\b([Rr]ules? )([0-9]+)\b")


def make_anchor(title: str) -> str:
    """Return the id of a heading: its words with hyphens between."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def render_markdown(text: str, first_heading: int = 2, anchored: bool = False, has_rules: bool = False) -> SafeString:
    """Turn Markdown into HTML, its second-level headings into those of `first_heading`; HTML in it is escaped.

    With `anchored` these headings bear ids. With `has_rules` the numbered lists are rules: each bears the id `rule-…`,
    and “rule 12” leads there. Links to other files of the documentation become plain words.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for place, token in enumerate(tokens):
        if anchored and token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", make_anchor(tokens[place + 1].content))
        if has_rules and token.type == "list_item_open" and token.info:
            token.attrSet("id", f"rule-{token.info}")
        if token.type == "inline":
            children = _drop_links_to_files(token.children or [])
            token.children = list(_link_rules(children)) if has_rules else children
        if token.attrGet("style"):  # a column of numbers; the policy forbids styles
            token.attrs = {"class": "number"}
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) - 2 + first_heading}"
        if token.type == "table_open":
            token.attrSet("class", "prose")
    html = parser.renderer.render(tokens, parser.options, {})
    framed = html.replace("<table", '<div class="scroll" tabindex="0"><table').replace("</table>", "</table></div>")
    return SafeString(framed)


def _drop_links_to_files(tokens: Iterable[Token]) -> list[Token]:
    """Return inline tokens without the links that lead nowhere on a page; the words of these stay."""
    kept, inside = [], False
    for token in tokens:
        if token.type == "link_open" and str(token.attrGet("href")).partition("#")[0].endswith(".md"):
            inside = True
        elif token.type == "link_close" and inside:
            inside = False
        else:
            kept.append(token)
    return kept


def _link_rules(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield inline tokens with a link wherever a rule is named by its number."""
    for token in tokens:
        if token.type != "text":
            yield token
            continue
        end = 0
        for named in _RULE.finditer(token.content):
            yield _make_text(token.content[end : named.start()])
            yield Token("link_open", "a", 1, attrs={"href": f"#rule-{named[2]}"})
            yield _make_text(named[0])
            yield Token("link_close", "a", -1)
            end = named.end()
        yield _make_text(token.content[end:])


def _make_text(content: str) -> Token:
    return Token("text", "", 0, content=content)
