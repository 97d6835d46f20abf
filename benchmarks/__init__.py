"""The measured work: floor and product side by side, in the same run (`make bench`; docs/speed.md)."""
