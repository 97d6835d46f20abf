"""The product's settings, with what floors ask for (`urls`)."""

from tracker.settings import *

ROOT_URLCONF = "benchmarks.urls"
