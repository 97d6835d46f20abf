from axe_playwright_python.base import AXE_SCRIPT, AxeResults

# A colour that still changes, as links of the admin do for a moment, is measured halfway.
FINISH_TRANSITIONS = "document.getAnimations().forEach(animation => animation.finish())"
# What is right is not listed, and no style sheet or film is loaded anew: no rule of ours reads these.
EVERY_RULE = {"resultTypes": ["violations"], "preload": False}
# In the dark colours are others, and all else is the same.
RULES_OF_COLOURS = {**EVERY_RULE, "runOnly": ["color-contrast", "link-in-text-block"]}


def check_accessibility(page):
    """Fail if axe sees a fault in the page as it stands, in light or in dark."""
    page.evaluate(AXE_SCRIPT)
    for scheme, options in (("light", EVERY_RULE), ("dark", RULES_OF_COLOURS)):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FINISH_TRANSITIONS)
        result = AxeResults(page.evaluate("options => axe.run(options)", options))
        assert result.violations_count == 0, f"{page.url} in {scheme}: {result.generate_report()}"
