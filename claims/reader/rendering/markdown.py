"""The documentation as sections of a page: Markdown → HTML, with its rules anchored."""

import re
from collections.abc import Iterable, Iterator

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_RULE = re.compile(r"\b([Rr]ules? )([0-9]+)\b")


def split_sections(text: str) -> tuple[str, dict[str, str]]:
    """Return what a document says below its title, and what below each of its second-level headings."""
    introduction, *sections = _SECTION.split(text.partition("\n")[2])
    return introduction, dict(zip(sections[::2], sections[1::2], strict=True))


def render_markdown(text: str, first_heading: int = 2, rules_at: str | None = None) -> SafeString:
    """Turn Markdown into HTML, its second-level headings into those of `first_heading`; HTML in it is escaped.

    With `rules_at`, the address of the page of the rules ("" where that is this one), numbered lists are rules: each
    bears the id `rule-…`, and “rule 12” leads there. Links to other files of the documentation become plain words.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if rules_at is not None and token.type == "list_item_open" and token.info:
            token.attrSet("id", f"rule-{token.info}")
        if token.type == "inline":
            children = _drop_links_to_files(token.children or [])
            token.children = children if rules_at is None else list(_link_rules(children, rules_at))
        if token.attrGet("style"):  # a column of numbers; the policy forbids styles
            token.attrs = {"class": "num"}
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


def _link_rules(tokens: Iterable[Token], rules_at: str) -> Iterator[Token]:
    """Yield inline tokens with a link wherever a rule is named by its number."""
    for token in tokens:
        if token.type != "text":
            yield token
            continue
        end = 0
        for named in _RULE.finditer(token.content):
            yield _make_text(token.content[end : named.start()])
            yield Token("link_open", "a", 1, attrs={"href": f"{rules_at}#rule-{named[2]}"})
            yield _make_text(named[0])
            yield Token("link_close", "a", -1)
            end = named.end()
        yield _make_text(token.content[end:])


def _make_text(content: str) -> Token:
    return Token("text", "", 0, content=content)
