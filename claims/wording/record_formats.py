"""The formats of records, as people call them."""

RECORD_FORMATS = {"ris": "RIS", "bibtex": "BibTeX", "csl": "CSL-JSON"}
