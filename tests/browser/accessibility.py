from axe_playwright_python.sync_playwright import Axe


def check_accessibility(page):
    """Fail if axe sees a fault in the page as it stands."""
    result = Axe().run(page)
    assert result.violations_count == 0, f"{page.url}: {result.generate_report()}"
