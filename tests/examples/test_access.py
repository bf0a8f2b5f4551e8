"""Who can do what in the example project, each denial beside what is allowed."""

from __future__ import annotations

import pytest
from psycopg import errors

from tests.examples.conftest import ACME, GLOBEX, PEOPLE, Act


def test_members_see_their_companies_only(act: Act) -> None:
    assert act("member", "select slug from public.companies order by slug") == [("acme",)]
    assert act("both", "select slug from public.companies order by slug") == [("acme",), ("globex",)]
    assert act("partner", "select slug from public.companies") == []


def test_anon_reaches_nothing(act: Act) -> None:
    for table in ("profiles", "companies", "messages", "partner_applications", "conversation_summaries"):
        with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
            act("anon", f"select * from public.{table}")


def test_people_see_colleagues_and_nobody_else(act: Act) -> None:
    names = act("member", "select full_name from public.profiles order by full_name")
    assert names == [("Birgit Both",), ("Carlos Coach",), ("Mei Member",), ("Olivia Owner",)]
    assert act("partner", "select full_name from public.profiles") == [("Pat Partner",)]


def test_nobody_joins_a_company_uninvited(act: Act) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied for table company_users"):
        act(
            "partner",
            "insert into public.company_users (user_id, company_id, role) values (%s, %s, 'owner')",
            PEOPLE["partner"],
            ACME,
        )


def test_an_invitation_works_once(act: Act) -> None:
    accept = "select public.accept_invitation('40000000-0000-4000-8000-000000000001')"
    assert act("partner", accept) == [(GLOBEX,)]
    assert act("partner", "select role from public.company_users where user_id = auth.uid()") == [("coach",)]
    with pytest.raises(errors.NoDataFound, match="not valid"):
        act("member", accept)


def test_admins_cannot_invite_admins(act: Act) -> None:
    invite = "insert into public.company_invitations (company_id, role, invited_by) values (%s, %s, %s)"
    act("postgres", "update public.company_users set role = 'admin' where user_id = %s", PEOPLE["coach"])
    act("coach", invite, ACME, "member", PEOPLE["coach"])
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        act("coach", invite, ACME, "admin", PEOPLE["coach"])
    act("owner", invite, ACME, "admin", PEOPLE["owner"])
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        act("owner", invite, GLOBEX, "member", PEOPLE["owner"])


def test_only_owners_hand_out_roles(act: Act) -> None:
    promote = "update public.company_users set role = 'admin' where user_id = %s returning role"
    assert act("member", promote, PEOPLE["member"]) == []
    assert act("owner", promote, PEOPLE["member"]) == [("admin",)]


def test_a_company_keeps_an_owner(act: Act) -> None:
    with pytest.raises(errors.CheckViolation, match="last owner"):
        act("owner", "delete from public.company_users where user_id = %s", PEOPLE["owner"])
    with pytest.raises(errors.CheckViolation, match="last owner"):
        act("owner", "update public.company_users set role = 'coach' where user_id = %s", PEOPLE["owner"])
    assert act("member", "delete from public.company_users where user_id = auth.uid() returning 1") == [(1,)]


def test_deleting_a_company_takes_its_owner_along(act: Act) -> None:
    assert act("postgres", "delete from public.companies where id = %s returning 1", GLOBEX) == [(1,)]


def test_the_plan_is_not_the_companys_to_change(act: Act) -> None:
    assert act("owner", "update public.companies set name = 'Acme Inc' returning name") == [("Acme Inc",)]
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied for table companies"):
        act("owner", "update public.companies set plan = 'enterprise'")


def test_messages_are_for_the_two_people_only(act: Act) -> None:
    count = "select count(*) from public.messages"
    assert act("coach", count) == [(3,)]
    assert act("member", count) == [(2,)]
    assert act("owner", count) == [(0,)]
    assert len(act("owner", "select 1 from public.conversations")) == 2


def test_partitions_cannot_be_read_around_the_policies(act: Act) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        act("owner", "select * from private.messages_2026_11")


def test_people_write_in_their_own_name_while_the_conversation_is_open(act: Act) -> None:
    send = "insert into public.messages (conversation_id, author_id, body) values (%s, %s, 'Hello') returning body"
    conversation = "30000000-0000-4000-8000-000000000001"
    assert act("member", send, conversation, PEOPLE["member"]) == [("Hello",)]
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        act("member", send, conversation, PEOPLE["coach"])
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        act("both", send, conversation, PEOPLE["both"])
    act("member", "update public.conversations set status = 'closed' where id = %s", conversation)
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        act("member", send, conversation, PEOPLE["member"])


def test_a_conversation_stays_inside_one_company(act: Act) -> None:
    start = "insert into public.conversations (company_id, coach_id, coachee_id, topic) values (%s, %s, %s, 'Topic')"
    act("both", start, ACME, PEOPLE["coach"], PEOPLE["both"])
    with pytest.raises(errors.ForeignKeyViolation):
        act("both", start, GLOBEX, PEOPLE["coach"], PEOPLE["both"])
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        act("partner", start, ACME, PEOPLE["coach"], PEOPLE["partner"])


def test_whoever_leaves_a_company_loses_its_conversations(act: Act) -> None:
    act("owner", "delete from public.company_users where user_id = %s", PEOPLE["coach"])
    assert act("coach", "select count(*) from public.messages") == [(0,)]
    assert act("member", "select count(*) from public.messages") == [(2,)]


def test_applicants_see_their_own_and_reviewers_all_that_were_submitted(act: Act) -> None:
    count = "select count(*) from public.partner_applications"
    assert act("partner", count) == [(1,)]
    assert act("reviewer", count) == [(1,)]
    assert act("owner", count) == [(0,)]
    assert act("reviewer", "select applicant_name from public.application_queue") == [("Pat Partner",)]


DECIDE = "select public.decide_application((select max(id) from public.partner_applications), %s, %s)"


def test_a_decision_is_recorded_with_its_history(act: Act) -> None:
    assert act("reviewer", DECIDE, "approve", "Convincing references.") == [("approved",)]
    assert act("partner", "select decision, reason from public.application_reviews") == [
        ("approve", "Convincing references.")
    ]
    history = act(
        "partner", "select old_status, new_status, changed_by from public.application_status_changes order by id"
    )
    assert [row[:2] for row in history] == [(None, "draft"), ("draft", "submitted"), ("submitted", "approved")]
    assert history[-1][2] == PEOPLE["reviewer"]


def test_decisions_are_refused_to_others_without_reason_or_twice(act: Act) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="Only reviewers"):
        act("partner", DECIDE, "approve", "I like myself very much.")
    with pytest.raises(errors.InvalidParameterValue, match="reason"):
        act("reviewer", DECIDE, "approve", "  ok       ")
    act("reviewer", DECIDE, "reject", "Not this year, sorry.")
    with pytest.raises(errors.ObjectNotInPrerequisiteState, match="not submitted"):
        act("reviewer", DECIDE, "approve", "On second thoughts, yes.")


def test_nobody_decides_about_their_own_application(act: Act) -> None:
    act("postgres", "insert into public.reviewers (user_id) values (%s)", PEOPLE["partner"])
    with pytest.raises(errors.InsufficientPrivilege, match="their own application"):
        act("partner", DECIDE, "approve", "I like myself very much.")


def test_applicants_cannot_approve_themselves(act: Act) -> None:
    act("reviewer", DECIDE, "request_changes", "Please add your website.")
    assert act("partner", "select status from public.partner_applications") == [("draft",)]
    with pytest.raises(errors.CheckViolation, match="from draft to approved"):
        act("partner", "update public.partner_applications set status = 'approved'")
    act("partner", "update public.partner_applications set status = 'submitted'")
    assert act("partner", "update public.partner_applications set motivation = 'x' returning 1") == []


def test_not_even_service_role_rewrites_the_record(act: Act) -> None:
    act("reviewer", DECIDE, "reject", "Not this year, sorry.")
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied for table application_reviews"):
        act("service_role", "update public.application_reviews set reason = 'Something else entirely'")
    with pytest.raises(errors.RestrictViolation):
        act("service_role", "delete from public.partner_applications")


def test_anonymous_sign_ins_may_not_found_or_apply(act: Act) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="with an account"):
        act("partner", "select public.create_company('Mine', 'mine')", is_anonymous=True)
    assert len(act("partner", "select public.create_company('Mine', 'mine')")) == 1
    assert act("partner", "select slug from public.companies") == [("mine",)]


def test_helpers_of_others_cannot_be_called_by_anon(act: Act) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        act("anon", "select public.create_company('Mine', 'mine')")
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        act("anon", "select private.my_company_ids()")


def test_a_month_is_added_shut(act: Act) -> None:
    act("postgres", "select private.add_message_partition('2027-01-01')")
    state = act(
        "postgres",
        "select relrowsecurity, relforcerowsecurity, relacl::text like '%%authenticated%%' from pg_class "
        "where oid = 'private.messages_2027_01'::regclass",
    )
    assert [(row[0], row[1], bool(row[2])) for row in state] == [(True, True, False)]
    with pytest.raises(errors.InvalidParameterValue, match="first day"):
        act("postgres", "select private.add_message_partition('2027-01-02')")
