"""The product's settings, with what floors ask for (`urls`)."""

from tracker.settings import *

ROOT_URLCONF = "benchmarks.urls"
PAGES_KEPT_BYTES = 0  # what is measured of a page is to make it
ADDRESS_SECONDS_A_MINUTE = 10**9  # counted as ever, but one address asks for all
