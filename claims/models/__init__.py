"""The tables, their querysets, and the constraints that hold the codebook's rules whoever writes."""

from .claims import Claim
from .loads import DataVersion, LoadedRow
from .sources import Source, SourceType
from .tracked import GateClosed
from .vocabulary import Actor, ActorKind, Proposal, Side, Topic
from .work import Remark, Search

__all__ = [
    "Actor",
    "ActorKind",
    "Claim",
    "DataVersion",
    "GateClosed",
    "LoadedRow",
    "Proposal",
    "Remark",
    "Search",
    "Side",
    "Source",
    "SourceType",
    "Topic",
]
