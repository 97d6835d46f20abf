"""The measures: numbers over plain rows. Each module says where its formulas come from, what shapes and units it takes
and gives, and what is undefined when; `docs/method.md` explains each to readers, with an example by hand."""
