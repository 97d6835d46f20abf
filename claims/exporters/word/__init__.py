"""What readers see → a Word file: the positions as tables, the claims with their quotes, each with its reference as a
real footnote, and a bibliography."""

EXTENSION, WORD = "docx", "Word"
