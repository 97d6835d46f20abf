"""The models of answers, each made of the columns that the exports declare: a new column there is a new field here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ninja import Schema
from pydantic import Field, create_model

from ..exporters.formats import Cell
from ..exporters.kinds import Kind


class ParameterError(Schema):
    """A parameter that cannot be read."""

    parameter: str
    label: str = Field(description="What the pages call the parameter.")
    detail: str


class ProblemDetails(Schema):
    """What is wrong with a request (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ParameterError] = []


def make_row_schema(name: str, kinds: Mapping[str, Kind]) -> type[Schema]:
    """Return the model of a row: what is no text is null where there is none, a text is empty."""
    fields: dict[str, Any] = {
        column: (kind, ...) if _holds_text(kind) else (kind | None, ...) for column, kind in kinds.items()
    }
    return create_model(name, __base__=Schema, **fields)


def make_page_schema(row: type[Schema]) -> type[Schema]:
    """Return the model of a page of rows."""
    return create_model(
        f"{row.__name__}Page",
        __base__=Schema,
        count=(int | None, Field(description="How many rows there are on all pages, where that is counted.")),
        next=(str | None, Field(description="The address of the page that follows.")),
        rows=(list[row], ...),  # type: ignore[valid-type]  # made above
    )


def make_rows(kinds: Mapping[str, Kind], rows: Iterable[Sequence[Cell]]) -> list[dict[str, Cell]]:
    """Return the rows of an export as the model has them."""
    return [
        {
            name: cell if cell not in ("", None) else "" if _holds_text(kind) else None
            for (name, kind), cell in zip(kinds.items(), row, strict=True)
        }
        for row in rows
    ]


def _holds_text(kind: Kind) -> bool:
    return kind is str or kind == int | str
