"""The rules of the subject, pure: no Django, no database, nothing of `claims` outside this folder.

A *claim* is one cited passage that shows where one *holder* (a party, a coalition or an expert) stands on one
*proposal* in one *dimension*. What the claims of a holder, proposal and dimension add up to as of a day is the
*stance*; what the stances of the negotiating sides' principals add up to on a proposal is its *verdict*.
Nobody types in a stance or a verdict: they follow from the claims by `stances` and `verdicts`.
"""
