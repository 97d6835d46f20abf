"""What a browser says of itself → its name, as people know it."""

# The first that it says is right: others say that they are Chrome or Safari too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
LONGEST = 60  # signs of what is none of these


def name_browser(agent: str) -> str:
    """Return such as “Firefox on Linux”; what is no browser that we know is told as it says itself."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), None)
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), None)
    if browser is None:
        return agent[:LONGEST] or "an unknown browser"
    return f"{browser} on {system}" if system else browser
