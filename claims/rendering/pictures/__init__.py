"""Pictures of pages: what a page draws, as one file that stands alone. Each is made from the page itself, so that a
picture says what its page says: nothing is read or drawn a second time."""
