"""The read API: what the pages show, as JSON, by the same filters, in the rows of the downloads."""
