"""Trying an edit on a server before it is saved."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeAlias

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from designer.design import Design
from designer.postgres.embedded import ServerError
from designer.sandbox.limits import SandboxError
from designer.workbenches import drop_workbench, try_edit
from projects.models import Project

logger = logging.getLogger(__name__)

Validate: TypeAlias = Callable[[Project, Design, Design], Design]
"""Tries an edit (project, before, after): returns the design to save, or raises EditRefused."""


def try_on_server(project: Project, before: Design, after: Design) -> Design:
    """Takes the project's workbench database to `after`; returns it as PostgreSQL has it. Raises EditRefused.

    Both designs are sorted, so that the workbench recognises what it holds. Where the sandbox does not answer, the edit
    is saved on the strength of the integrity checks alone: a design must not wait for a server that is only its judge.
    """
    if not settings.EDITS_ARE_TRIED:
        return after
    try:
        return try_edit(workbench_key(project), before, after)
    except (SandboxError, ServerError, psycopg.OperationalError) as error:
        logger.warning("Project %s: the sandbox did not answer, the edit is not tried: %s", project.slug, error)
        return after


def try_apart(project: Project, before: Design, after: Design) -> Design:
    """As `try_on_server`, for a design that the project will not have as its present one: in a database of its own."""
    if not settings.EDITS_ARE_TRIED:
        return after
    key = f"{workbench_key(project)}/apart"
    try:
        return try_edit(key, before, after)
    except (SandboxError, ServerError, psycopg.OperationalError) as error:
        logger.warning("Project %s: the sandbox did not answer, nothing is tried: %s", project.slug, error)
        return after
    finally:
        forget_workbench(key)


def forget_workbench(key: str) -> None:
    """Removes the workbench of a project that is gone. One that stays because the sandbox is down is replaced later."""
    if not settings.EDITS_ARE_TRIED:
        return
    try:
        drop_workbench(key)
    except (SandboxError, ServerError, psycopg.Error) as error:
        logger.warning("The workbench %s is not dropped: %s", key, error)


def workbench_key(project: Project) -> str:
    """A name for the project's workbench that no other project has, nor another Rowhouse on the same sandbox."""
    place = f"{connection.settings_dict['NAME']}/{project.pk}"
    return salted_hmac("workbench", place).hexdigest()[:20]
