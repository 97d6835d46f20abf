"""What several pages of a reader have in common."""
