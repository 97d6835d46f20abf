"""Pages for readers: load, hand to a rule, render. Each address carries the whole state of its page."""
