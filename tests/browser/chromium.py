"""The Chromium that browser tests and screenshots drive: the system's own, as nothing is downloaded."""

import os
import shutil

# The first has no window around its pages, which costs the others as much again as the pages themselves.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# Two pages of Chromium's own behind the address bar of each window, unseen: they draw with each page of ours,
# and take as much of a core as it does.
OF_THE_ADDRESS_BAR = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]
# What Playwright turns off. Chromium heeds the last list alone, so ours names these again.
OF_PLAYWRIGHT = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
]


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
            "--disable-features=" + ",".join([*OF_PLAYWRIGHT, *OF_THE_ADDRESS_BAR]),
        ],
    }
