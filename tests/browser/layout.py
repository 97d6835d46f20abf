"""How pages are laid out for whoever zooms in, holds a phone, or spaces texts: whole, in reach and with room to hit."""

from pathlib import Path

FIND_FAULTS = Path(__file__).with_suffix(".js").read_text()
LAPTOP = {"width": 1280, "height": 800}
ZOOMED = {"width": 640, "height": 400}  # the laptop at 200 %
PHONE = {"width": 320, "height": 700}  # the laptop at 400 %
# What a reader may set instead of us (WCAG 2.2, 1.4.12).
SPACE_TEXTS = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:not(svg, svg *) { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
UNSPACE_TEXTS = "document.adoptedStyleSheets = []"


def check_layout(page):
    """Fail if anything is cut, lies on another or is too small to hit, at any of these sizes; back to the first."""
    for size in (ZOOMED, PHONE, LAPTOP):
        page.set_viewport_size(size)
        _refuse_faults(page, f"{size['width']} pixels wide")
    page.evaluate(SPACE_TEXTS)
    page.set_viewport_size(PHONE)
    _refuse_faults(page, "with texts spaced", without="target")
    page.evaluate(UNSPACE_TEXTS)
    page.set_viewport_size(LAPTOP)


def _refuse_faults(page, how, without=None):
    faults = [fault for fault in page.evaluate(FIND_FAULTS) if not (without and fault.startswith(without))]
    assert faults == [], f"{page.url}, {how}: {faults}"
