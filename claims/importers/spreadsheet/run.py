"""`import_claims`: a spreadsheet of claims, outcomes, vocabulary, wordings or sources → the gate, all or nothing.

What it would do is planned outside any transaction (`plan`); only then is the gate opened, for as long as writing
takes. What was changed meanwhile by somebody else is noticed inside, and all is begun anew.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext, suppress
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, OperationalError, connection, transaction

from ...models import Claim, Proposal, Source, statistics
from ...search import index
from ...services.packages import set_packages
from ...services.write_gate import Gate, Stale, editing
from ..errors import FileError, ImportFailed
from ..progress import Progress, hide_progress
from ..users import IMPORT_USER, get_or_create_user
from .additions import add_aliases
from .options import ImportCounts, ImportOptions
from .outcomes import write_outcomes
from .packages import refer_to_saved
from .plan import ImportPlan
from .stamp import read_stamp
from .writing import (
    ChangedMeanwhile,
    change_sources,
    settle_days,
    withdraw,
    write_changed,
    write_names,
    write_new,
    write_sources,
)

ATTEMPTS = 3
INDEX_ANEW = 20_000  # new claims from which SQLite's search index is better made anew than kept up


def import_claims(
    path: Path,
    *,
    progress: Progress = hide_progress,
    say: Callable[[str], object] = print,
    check: Callable[[ImportPlan], object] = lambda plan: None,
    **options: Any,
) -> ImportCounts:
    """Import a .csv or .xlsx file of claims or of what they name and return what became of it; raise
    ImportFailed with its faults. `options` are those of ImportOptions; `say` is told what takes long,
    and `check` looks at what is planned before it is written.
    """
    chosen = ImportOptions(**options)
    for _ in range(ATTEMPTS):
        with closing(ImportPlan(path, chosen, progress)) as plan:
            plan.make()
            check(plan)
            if not plan.changes_something() or (chosen.dry_run and not plan.is_tried_by_writing()):
                return plan.count()
            try:
                try_out(plan, say) if chosen.dry_run else carry_out(plan, say)
            except (ChangedMeanwhile, Stale, IntegrityError) as error:
                refused = error
                continue
            if not chosen.dry_run:
                with suppress(OperationalError):  # all is written, whatever the planner knows of it
                    statistics.refresh()
            return plan.count()
    reason = f"somebody changed the same rows while it was read: {refused}"
    raise ImportFailed([FileError(chosen.file_name or path.name, 0, "", reason)], 1)


def try_out(plan: ImportPlan, say: Callable[[str], object]) -> None:
    """Write all and take it back, for the sake of what is refused only then."""
    with transaction.atomic():
        carry_out(plan, say)
        transaction.set_rollback(True)


def carry_out(plan: ImportPlan, say: Callable[[str], object]) -> None:
    """Write all in one transaction; raise ChangedMeanwhile or Stale where the plan does not hold any more."""
    number = plan.new + plan.changed
    if connection.vendor == "sqlite" and number >= INDEX_ANEW:
        say(f"Until these {number} claims are written, nobody else can save: SQLite has one writer.")
    with transaction.atomic(), ExitStack() as stack:
        user = plan.options.user or get_or_create_user(IMPORT_USER)  # who goes where nothing is written
        gate = stack.enter_context(editing(user, plan.reason, operator=plan.options.by_operator))
        get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)  # one import at a time
        if read_stamp() != plan.stamp:
            raise ChangedMeanwhile("the vocabulary or the sources")
        stack.enter_context(_keep_index(plan.new))
        advance = stack.enter_context(plan.progress("Writing", number))
        if plan.named:
            plan.named.write(gate, plan.file_name)
        else:
            _write_claims(gate, plan, advance)


def _write_claims(gate: Gate, plan: ImportPlan, advance: Callable[[int], object]) -> None:
    """Write claims or outcomes, and before them what they refer to."""
    names, sources, options = plan.names, plan.sources, plan.options
    keys = write_names(gate, (*names.list_new_rows(), names.list_new_participants()))
    keys[Source] = write_sources(gate, sources.index, plan.texts.list_first())
    set_packages(gate, refer_to_saved(plan.packages.list_changed(), keys[Proposal]))
    change_sources(gate, sources.changed)
    plan.texts.hold(gate)
    if options.withdraw_missing:
        withdraw(gate, plan.updates.missing, options.withdraw_missing)
    if plan.outcomes:
        write_outcomes(gate, plan.outcomes.planned, keys)
    for batch in plan.spool:
        write_new(gate, batch.new, keys)
        write_changed(gate, batch.changed, keys)
        advance(len(batch.new) + len(batch.changed))
    settle_days(gate, sources.list_moved(), options.accept_warnings)
    if options.new_aliases:
        add_aliases(gate, options.new_aliases, plan.negotiations.open().negotiation)


def _keep_index(new: int) -> AbstractContextManager[object]:
    """Keep the search index up row by row, or on SQLite make it anew where most of its rows are new. (On PostgreSQL
    that would keep all from reading meanwhile.)"""
    anew = connection.vendor == "sqlite" and new >= INDEX_ANEW and new >= Claim.objects.count()
    return index.rebuild_at_the_end() if anew else nullcontext()
