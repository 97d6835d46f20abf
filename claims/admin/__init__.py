"""The admin, in which analysts code and reviewers publish."""

from . import claims, sources, vocabulary

__all__ = ["claims", "sources", "vocabulary"]
