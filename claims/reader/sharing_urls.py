"""Addresses that are no pages for readers: what other sites and programs ask for to show pages, or to find them."""

from django.urls import path

from .shared.negotiation import in_negotiation
from .views import claims_feed, embeds, oembed, sitemaps

app_name = "sharing"

urlpatterns = [
    path("embed/<path:page>/", embeds.embed, name="embed"),
    path("oembed/", oembed.oembed, name="oembed"),
    path("<slug:negotiation>/claims/feed/", in_negotiation(claims_feed.ClaimFeed()), name="claims-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
