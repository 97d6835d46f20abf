"""The table of agreements as ready strings: thousands of cells by joins, none by a template."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from ... import queries
from ...models import Negotiation
from ...rendering import palette
from ...rules.folding import isolate
from ...rules.measures.agreement import READINGS
from ...wording.closeness import PairNumber, write_pair_number
from ...wording.numbers import format_hundredths


class AgreementRows:
    """Draws rows of the table of Pairs: in each cell the numbers of both readings, each with its n.

    `bounds` are the lower bounds by reading, as lists of rows; `with_bounds` writes bounds into the cells. `query` is
    what links to pairs keep, `counting` what those to actors keep.
    """

    def __init__(
        self,
        negotiation: Negotiation,
        pairs: queries.Pairs,
        bounds: Mapping[str, Sequence[Sequence[float]]],
        query: str,
        counting: str,
        with_bounds: bool,
    ) -> None:
        self.actors = pairs.actors
        self.numbers = {
            name: [numbers.tolist() for numbers in (of_reading.value, of_reading.n, of_reading.units, of_reading.upper)]
            for name, of_reading in pairs.agreements.items()
        }
        self.bounds = bounds
        self.with_bounds = with_bounds
        self.names = [escape(isolate(actor.short_name)) for actor in pairs.actors]
        self.before, after = negotiation.cut_address("pair")
        self.after = f"{after}{escape(query)}"
        self.counting = counting
        self._drawn: dict[tuple[int, int], tuple[str, str]] = {}  # of a pair, which stands in two cells

    def draw_row(self, place: int, columns: Iterable[int]) -> SafeString:
        """Draw the row of the actor at `place`, one cell for each of the places in `columns`."""
        actor = self.actors[place]
        href = escape(actor.get_absolute_url() + self.counting)
        head = f'<th scope="row"><a href="{href}" title="{escape(actor.name)}">{self.names[place]}</a></th>'
        cells = "".join([self._draw_cell(place, other) for other in columns])
        return SafeString(f"<tr>{head}{cells}</tr>")

    def _draw_cell(self, place: int, other: int) -> str:
        if place == other:
            return '<td class="self">–</td>'
        first, second = sorted((place, other))
        href = f"{self.before}{self.actors[first].slug}/{self.actors[second].slug}{self.after}"
        if (first, second) not in self._drawn:
            self._drawn[first, second] = self._draw_numbers(first, second)
        drawn, said = self._drawn[first, second]
        label = f"{self.names[place]} and {self.names[other]}: {said}"
        return f'<td><a href="{href}" aria-label="{label}" title="{label}">{drawn}</a></td>'

    def _draw_numbers(self, first: int, second: int) -> tuple[str, str]:
        """Return what a cell shows of both readings, and the words that say the same."""
        drawn, said = zip(*[self._draw_number(name, first, second) for name in READINGS], strict=True)
        return "".join(drawn), "; ".join(said)

    def _draw_number(self, name: str, place: int, other: int) -> tuple[str, str]:
        """Return what a cell shows of one reading, and the words that say the same."""
        value, n, units, upper = (numbers[place][other] for numbers in self.numbers[name])
        if value != value:
            return f'<span class="few">n = {n}</span>', write_pair_number(name, PairNumber(None, n, units, None, None))
        css, lower = palette.get_agreement_shade(value).css, self.bounds[name][place][other]
        words = write_pair_number(name, PairNumber(value, n, units, lower, upper))
        reach = f"{format_hundredths(lower)}–{format_hundredths(upper)}" if self.with_bounds else ""
        between = f'<span class="bounds">{reach}</span>' if reach else ""
        return f'<span class="heat {css}">{format_hundredths(value)}<small>{n}</small></span>{between}', words
