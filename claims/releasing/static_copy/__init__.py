"""A negotiation's pages and files as a folder or zip that works without the product: from a disk, or on any host of
files. `write` walks the pages from the first screen on, by links; `addresses` says which are in the copy, `names` in
which file; `visitor` asks the product, `pages` rewrites what it answers, `assets` takes style sheets and scripts along,
`sinks` holds what is written until it is whole."""

from .write import CopyFacts, CopyRefused, write_static_copy

__all__ = ["CopyFacts", "CopyRefused", "write_static_copy"]
