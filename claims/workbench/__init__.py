"""Where coders read a text and mark what it says: the text on the left, a short form on the right."""
