"""Sources as reference managers read them."""

import json
from collections.abc import Iterable

from django.utils.http import content_disposition_header

from ..models import Source
from ..rules.csl_items import make_item
from .formats import Download

CSL_JSON = "application/vnd.citationstyles.csl+json"


def make_csl_json(sources: Iterable[Source], name: str) -> Download:
    """Return the Download of sources as CSL-JSON, which Zotero and pandoc read: a list with an item for each."""
    items = [make_item(source.slug, source.language, source.get_cited_work()) for source in sources]
    headers = {
        "Content-Type": CSL_JSON,
        "Content-Disposition": content_disposition_header(True, f"{name}.csl.json") or "",
    }
    return Download(headers, iter([json.dumps(items, ensure_ascii=False, indent=2).encode()]))
