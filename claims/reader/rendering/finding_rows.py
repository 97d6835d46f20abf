"""The groups of common ground, and the rows of their tables as ready strings: a hundred on a page, each with a cell for
every side."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from ... import queries
from ...models import Actor
from ...rendering import palette
from ...rules.folding import isolate
from ...rules.scales import VERDICTS, VerdictKind, Word
from ...wording.columns import write_names
from ...wording.conditions import write_condition
from ...wording.days import format_day
from ...wording.findings import write_who_rejects
from ...wording.packages import write_places
from ...wording.spread import NO_GAP, explain_agreement, explain_between, name_left_out
from ...wording.verdicts import name_silent, write_reason
from . import distribution
from .figures import draw_figure
from .findings import ORDERS, Finding
from .stance_lines import Condition, ConditionLink, StanceLine


class FindingGroup(NamedTuple):
    """The proposals of one verdict that the page shows, and how many of it there are.

    In another order than that of verdicts all proposals are one group, of no `kind`.
    """

    kind: VerdictKind | None
    word: Word
    size: int
    findings: list[Finding]

    @property
    def css(self) -> str:
        return palette.get_verdict_class(self.kind) if self.kind else ""

    @property
    def rows(self) -> list[SafeString]:
        """Their rows of the table."""
        return [_draw_row(finding, in_groups=self.kind is not None) for finding in self.findings]

    @property
    def drawn(self) -> list[Finding]:
        """Those of which there is a line."""
        return [finding for finding in self.findings if finding.line]


def group_findings(findings: Sequence[Finding], order: str, summaries: Sequence[queries.Summary]) -> list[FindingGroup]:
    """Return the Findings of a page in their groups, counted among all `summaries`."""
    if order:
        return [FindingGroup(None, ORDERS[order].word, len(summaries), list(findings))] if findings else []
    counts = queries.count_verdicts(summaries)
    by_kind = groupby(findings, key=lambda finding: finding.verdict.kind)
    return [FindingGroup(kind, VERDICTS[kind], counts[kind], list(of_kind)) for kind, of_kind in by_kind]


def _draw_row(finding: Finding, in_groups: bool) -> SafeString:
    """Draw a proposal with what its verdict rests on; where it stands in no group of its verdict, with that too."""
    spread = finding.spread
    cells = [
        _draw_reason(finding, in_groups),
        distribution.draw_small(spread.counts, finding.sums, finding.proposal.title),
    ]
    figures = [
        draw_figure(finding.gap, finding.sums, NO_GAP),
        draw_figure(spread.agreement, finding.sums, explain_agreement(spread)),
        draw_figure(spread.between, finding.sums, explain_between(spread), name_left_out(spread)),
    ]
    by_side = [_draw_side(finding, lines) for _, lines in finding.sides]
    conditions = "".join([_draw_condition(condition) for condition in finding.conditions])
    return SafeString(
        f'<tr id="{finding.proposal.slug}"><th scope="row">{_draw_head(finding)}</th>'
        f"{_enclose(cells)}{_enclose(figures, 'num')}{_enclose([*by_side, conditions])}</tr>"
    )


def _enclose(cells: Iterable[str], css: str = "") -> str:
    opening = f'<td class="{css}">' if css else "<td>"
    return "".join(
        [f"\n{opening}{cell}</td>" for cell in cells]
    )  # on lines of their own, so that no words run together


def _draw_head(finding: Finding) -> str:
    beside = [escape(write_places(finding.packages))] if finding.packages else []
    beside += [f"withdrawn {format_day(finding.withdrawn_on)}"] if finding.withdrawn_on else []
    link = f'<a href="{escape(finding.page)}">{escape(finding.proposal.title)}</a>'
    return " ".join([link, *(f"<small>{words}</small>" for words in beside)])


def _draw_reason(finding: Finding, in_groups: bool) -> str:
    """Draw why the verdict is as it is, who is silent or speaks at second hand or on a part, and on what it rests."""
    verdict = finding.verdict
    strong = [f"{capfirst(finding.became)}."] if finding.became else []
    strong += [] if in_groups else [capfirst(finding.word.word)]
    nobody = verdict.kind == VerdictKind.NOT_SPOKEN and not verdict.no_stance
    silent = ", ".join(name_silent(verdict))
    below = [f"Silent: {silent}"] if silent and not nobody else []
    below += [f"Known at second hand only: {write_names(verdict.second_hand)}"] if verdict.second_hand else []
    below += [f"Spoke on a part only: {write_names(verdict.in_part)}"] if verdict.in_part else []
    small = [escape(words) for words in below]
    if finding.rests_on:
        claims, where = finding.rests_on
        link = f'<a href="{escape(finding.proof)}">{claims}</a>'
        small.append(f'<span class="ground">Based on {link} {escape(where)}.</span>')
    told = [*(f"<strong>{escape(words)}</strong>" for words in strong), escape(capfirst(write_reason(verdict)))]
    return "\n".join([" ".join(told), *(f"<br><small>{words}</small>" for words in small)])


def _draw_side(finding: Finding, lines: Iterable[tuple[Actor, StanceLine | None]]) -> str:
    """Draw where the principals of a side stand, each a chip or what its blank says."""
    blank = f'<span class="blank">{escape(finding.blank)}</span>'
    return "\n".join(
        [
            f'<span class="standing">{escape(isolate(actor.short_name))} {line.chip if line else blank}</span>'
            for actor, line in lines
        ]
    )


def _draw_condition(condition: Condition) -> str:
    link = f'<a href="{condition.claim.get_absolute_url()}">{escape(write_condition(condition.claim.conditions))}</a>'
    forecast = " <small>(forecast)</small>" if condition.forecast else ""
    name = escape(isolate(condition.actor.short_name))
    links = escape("".join(map(_write_link, condition.links)))
    return f'<p class="standing">{name} {condition.value} {link}{forecast}{links}</p>'


def _write_link(link: ConditionLink) -> str:
    """Write what a condition depends on, and who refuses it: “; Zones granted, which Russia rejects”."""
    refused = f", {write_who_rejects([actor.in_sentence for actor in link.refusers])}" if link.refusers else ""
    return f"; {isolate(link.proposal.title)} {'granted' if link.granted else 'refused or dropped'}{refused}"
