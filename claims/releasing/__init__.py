"""Releases: what is published of a negotiation, frozen, and read as of then."""
