"""A spreadsheet of claims: CSV or Excel."""
