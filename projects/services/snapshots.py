"""Whole designs, kept by content."""

from __future__ import annotations

import hashlib
import json

from designer.design import Design
from designer.design.documents import encode_design
from projects.models import Project, Snapshot


def take_snapshot(project: Project, design: Design) -> Snapshot:
    """The snapshot that holds a design as `load_design` sorts it; equal designs share one. Runs in the caller's
    transaction.
    """
    document = encode_design(design)
    digest = hashlib.sha256(document).hexdigest()
    found = Snapshot.objects.filter(project_id=project.pk, content_hash=digest).defer("body").first()
    return found or Snapshot.objects.create(project=project, content_hash=digest, body=json.loads(document))
