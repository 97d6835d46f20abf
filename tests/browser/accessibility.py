from axe_playwright_python.sync_playwright import Axe

# A colour that still changes, as links of the admin do for a moment, is measured halfway.
FINISH_TRANSITIONS = "document.getAnimations().forEach(animation => animation.finish())"


def check_accessibility(page):
    """Fail if axe sees a fault in the page as it stands, in light or in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FINISH_TRANSITIONS)
        result = Axe().run(page)
        assert result.violations_count == 0, f"{page.url} in {scheme}: {result.generate_report()}"
