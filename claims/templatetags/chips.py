"""`{{ claim|chip }}`: a value as pages show it, as a word with its treatment."""

from django import template

from ..rendering.claim_chips import draw_claim

register = template.Library()
register.filter("chip", draw_claim)
