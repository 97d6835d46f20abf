"""The pages for readers: load, hand to a rule, render."""
