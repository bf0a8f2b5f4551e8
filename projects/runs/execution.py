"""Doing a run from beginning to end, whatever its kind."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist

from designer.design import DesignerError
from designer.postgres.embedded import ServerError
from projects.models import Run
from projects.runs.access import run_access
from projects.runs.access_tests import run_access_tests
from projects.runs.advice import run_advice
from projects.runs.contexts import RunContext
from projects.runs.explanations import run_explanation
from projects.runs.imports import run_import
from projects.runs.proofs import run_proof
from projects.services.runs import RunLost, claim_run, finish_run

logger = logging.getLogger(__name__)

WORK: dict[str, Callable[[RunContext], None]] = {
    Run.Kind.IMPORT: run_import,
    Run.Kind.PROOF: run_proof,
    Run.Kind.ACCESS: run_access,
    Run.Kind.TESTS: run_access_tests,
    Run.Kind.ADVICE: run_advice,
    Run.Kind.EXPLANATION: run_explanation,
}
"""What each kind does. It saves its result together with `finish_run`, in one transaction: all of it or nothing."""


def execute(run_id: int) -> None:
    """Claims a run and does what its kind asks for."""
    work_on(run_id, lambda context: WORK[context.run.kind](context))


def work_on(run_id: int, work: Callable[[RunContext], None]) -> None:
    """Claims a run and does some work on it. A refusal or a fault becomes its error; being cancelled is no error."""
    run = claim_run(run_id)
    if run is None:
        return
    with RunContext(run) as context:
        try:
            work(context)
        except RunLost:
            logger.warning("Run %s was taken from this worker; what it did is dropped.", run_id)
        except Exception as error:
            _fail(context, error)


def _fail(context: RunContext, error: Exception) -> None:
    """Records why a run ended without a result."""
    if context.is_lost:
        return
    state, message = Run.State.FAILED, str(error)
    if context.is_cancelled:
        state, message = Run.State.CANCELLED, ""
    elif not isinstance(error, DesignerError | ServerError | ObjectDoesNotExist):
        logger.exception("Run %s failed", context.run.pk)
        message = f"Something went wrong in Rowhouse itself ({type(error).__name__}). Nothing was changed."
    try:
        finish_run(run=context.run, state=state, error=message)
    except RunLost:
        logger.warning("Run %s was taken from this worker while it failed.", context.run.pk)
