"""The security document says what the model says."""

from __future__ import annotations

from designer.design import Design
from designer.export.security import write_security


def test_the_example_in_words(example: Design) -> None:
    text = write_security(title="Coaching", design=example)
    assert text.startswith("# Security of Coaching\n")
    assert "Nobody has stated who may do what" in text
    assert (
        "Rows belong to tenants (`public.companies`); a table says who belongs to which (`public.company_users`)."
        in text
    )
    section = text.split("### public.company_users\n")[1].split("\n### ")[0]
    assert "| SELECT | signed-in people | rows of one's tenant |" in section
    assert "| INSERT | nobody but servers | |" in section
    assert "| UPDATE | owners | rows of one's tenant |" in section
    assert "- Policy `owners_update_roles`: Only owners hand out roles" in section
    assert "`private.my_company_ids()`, executed by `authenticated`: Companies the caller belongs to." in text
    assert "## What is not covered" in text
