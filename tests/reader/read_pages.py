"""What tests read from pages: rows, headings, what links are called."""

import re
from html import unescape

from django.utils.html import strip_tags


def page(client, address):
    return client.get(address).content.decode()


def words(html):
    """Return the text of HTML with single spaces; what stands in two cells or paragraphs is two words."""
    apart = re.sub(r"</(td|th|dt|dd|p|li|h[1-6]|caption)>", r" \g<0>", html)
    return " ".join(unescape(strip_tags(apart)).split())


def text_of(client, address):
    """Return the words of a page, without its markup, on one line."""
    return words(page(client, address))


def row(client, proposal, query=""):
    """Return the matrix row of a proposal, as HTML."""
    page = client.get(f"/talks/{query}").content.decode()
    return re.search(rf'<tr id="{proposal.slug}".*?</tr>', page, re.S).group()


def row_order(client, query=""):
    """Return the slugs of the matrix rows, in order."""
    return re.findall(r'<tr id="([\w-]+)"', client.get(f"/talks/{query}").content.decode())


def labels(html):
    """Return what the cells' links are called, for readers who do not see them."""
    return [unescape(label) for label in re.findall(r'aria-label="([^"]*)" title', html)]


def actor_headings(client, query=""):
    """Return the headings of the matrix's columns of actors."""
    return headings(client, query)[1:-2]


def links_in(row):
    """Return the links of a matrix row's cells, as HTML."""
    return re.findall(r'<td class="[peo]"[^>]*>(<a .*?</a>)', row, re.S)


def headings(client, query=""):
    """Return the headings of the matrix's columns, without the numbers in them."""
    page = client.get(f"/talks/{query}").content.decode()
    head = re.sub(r' <span class="n">.*?</span>', "", re.search(r"<thead>.*?</thead>", page, re.S).group())
    return [strip_tags(cell).strip() for cell in re.findall(r"<th[^>]*>.*?</th>", head.split("</tr>")[1], re.S)]


def verdict_bar(client, address):
    """Return the words below the bar of verdicts."""
    return words(re.search(r'<div class="verdicts">.*?</div>', page(client, address), re.S).group())


def group_headings(client, query=""):
    """Return the headings of the groups of matrix rows, each with the number of its rows and what it means."""
    heads = re.findall(r'<tr class="g">.*?</tr>', client.get(f"/talks/{query}").content.decode(), re.S)
    return [words(head) for head in heads]


def listed_claims(client, query=""):
    """Return the public ids of the claims that the list shows, in order."""
    return re.findall(r'id="claim-(\w+)"', client.get(f"/talks/claims/{query}").content.decode())
