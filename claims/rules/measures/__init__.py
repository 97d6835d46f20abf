"""The measures: numbers over plain rows, each with its source, its units, and when there is none."""
