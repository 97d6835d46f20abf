"""Claims → files of the Discourse Network Analyzer (docs/neighbours.md)."""
