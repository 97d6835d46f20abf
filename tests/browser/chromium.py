"""The Chromium that browser tests and screenshots drive: the system's own, as nothing is downloaded."""

import os
import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome"]
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_chromium():
    """Return the path of $CHROMIUM or of an installed Chromium, or None."""
    candidates = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else [*NAMES, ON_A_MAC]
    return next(filter(None, map(shutil.which, candidates)), None)


def launch_options():
    return {
        "executable_path": find_chromium(),
        "args": [
            "--no-sandbox",  # else it won't start as root; it visits our own pages only
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
