"""Makes golden_references.json: what pandoc makes of the works of `cited_works`, by three styles of the CSL project.

    python -m tests.rules.make_golden_references FOLDER

The folder holds apa.csl, chicago-notes-bibliography-17th-edition.csl and chicago-author-date-17th-edition.csl of
https://github.com/citation-style-language/styles (CC BY-SA 3.0, at commit 0819c0e); pandoc was 2.17.1.1. Neither is
needed to run the tests. Three things are put aside, since they belong to a list of references or to another hand:

- titles stand in a language that pandoc knows nothing of, so that it leaves their capitals as they are: we cite titles
  as they were typed;
- a publisher that is the container too is named once, as we do;
- the dash for an author who was named above (`subsequent-author-substitute`) is taken out of the styles.
"""

import json
import re
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

from claims.rules.csl_items import make_item
from tests.rules.cited_works import list_works

GOLDEN = Path(__file__).with_name("golden_references.json")
STYLES = {
    "note": "chicago-notes-bibliography-17th-edition",
    "chicago-author-date": "chicago-author-date-17th-edition",
    "apa": "apa",
}


def make_golden(styles):
    """Return {name of a work: {style: reference}}."""
    works = list_works()
    items = [_make_item(name, work) for name, work in works.items()]
    golden = {name: {} for name in works}
    for style, file in STYLES.items():
        csl = re.sub(r' subsequent-author-substitute="[^"]*"', "", (styles / f"{file}.csl").read_text())
        read = _read_notes if style == "note" else _read_list
        for name, text in zip(works, read(_run_pandoc(csl, items), items), strict=True):
            golden[name][style] = text
    return golden


def _make_item(name, work):
    item = make_item(re.sub(r"\W+", "-", name), "zxx", work)
    if item.get("container-title") == item["publisher"]:
        del item["publisher"]
    return item


def _run_pandoc(csl, items):
    with tempfile.TemporaryDirectory() as folder:
        style, library = Path(folder, "style.csl"), Path(folder, "works.json")
        style.write_text(csl)
        library.write_text(json.dumps(items))
        command = ["pandoc", "--citeproc", "-t", "html", "--wrap=none", "--csl", style, "--bibliography", library]
        text = "\n\n".join(f"[@{item['id']}]" for item in items)
        return subprocess.run(command, input=text, text=True, check=True, capture_output=True).stdout


def _read_notes(html, items):
    return [_strip(re.search(rf'<li id="fn{n}"[^>]*>(.*?)</li>', html, re.S)[1]) for n, _ in enumerate(items, 1)]


def _read_list(html, items):
    return [_strip(re.search(rf'<div id="ref-{item["id"]}"[^>]*>(.*?)</div>', html, re.S)[1]) for item in items]


def _strip(html):
    text = re.sub(r"<[^>]+>", "", html)
    return " ".join(unescape(text).replace("↩︎", "").replace("↩", "").split())


if __name__ == "__main__":
    made = make_golden(Path(sys.argv[1]))
    GOLDEN.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
