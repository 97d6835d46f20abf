"""The tables, their querysets, and the constraints that hold the codebook's rules whoever writes."""

from .batches import Batch, BatchCoder, BatchSource
from .blind_codings import BlindCoding
from .blind_suggestions import BlindSuggestion
from .claims import Claim, StandingCell
from .data_version import DataVersion, NegotiationVersion, VersionNumber, Versions
from .editorial import EditorialNote, SearchRecord
from .events import Event, EventKind
from .history import GateClosed
from .imports import ImportFile, ImportProfile
from .members import Member
from .negotiations import Negotiation
from .old_addresses import OldAddress
from .original_files import OriginalFile
from .outcomes import Outcome
from .packages import Part
from .participants import NO_SIDE, ActorPart, Participant
from .pending_changes import PendingChange
from .releases import Release, ReleaseChunk, ReleaseFile
from .review_comments import ReviewComment
from .seed_record import LoadedRow
from .settlements import Settlement
from .source_codings import SourceCoding
from .source_readings import SourceReading
from .source_texts import SourceText
from .sources import Source, SourceType
from .touched_cells import CellNotes, Touched, TouchedCells
from .vocabulary import Actor, ActorKind, Proposal, Side, Topic
from .wordings import Wording

__all__ = [
    "Actor",
    "ActorPart",
    "ActorKind",
    "Batch",
    "BatchCoder",
    "BatchSource",
    "BlindCoding",
    "BlindSuggestion",
    "Claim",
    "DataVersion",
    "Event",
    "EventKind",
    "GateClosed",
    "ImportFile",
    "ImportProfile",
    "LoadedRow",
    "NO_SIDE",
    "Member",
    "Negotiation",
    "NegotiationVersion",
    "OldAddress",
    "OriginalFile",
    "Outcome",
    "Part",
    "Participant",
    "PendingChange",
    "Proposal",
    "EditorialNote",
    "SourceReading",
    "Release",
    "ReleaseChunk",
    "ReleaseFile",
    "ReviewComment",
    "SearchRecord",
    "Settlement",
    "Side",
    "Source",
    "SourceCoding",
    "SourceText",
    "SourceType",
    "Topic",
    "CellNotes",
    "StandingCell",
    "Touched",
    "TouchedCells",
    "VersionNumber",
    "Versions",
    "Wording",
]
