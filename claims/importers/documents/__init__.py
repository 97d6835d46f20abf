"""Files as analysts have them → their texts: PDF, Word, web pages, plain text. Nothing is stored here."""
