-- Partners apply, reviewers decide. Applicants see their own applications, reviewers see all that were submitted.
set local lock_timeout = '4s';

create type public.application_status as enum ('draft', 'submitted', 'approved', 'rejected', 'withdrawn');
comment on type public.application_status is
  'draft becomes submitted or withdrawn; submitted becomes approved, rejected or, for changes, draft again.';

create type public.review_decision as enum ('approve', 'reject', 'request_changes');
comment on type public.review_decision is 'What a reviewer can say about a submitted application.';

create table public.reviewers (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  created_at timestamptz not null default now()
);
comment on table public.reviewers is 'Who may decide about partner applications. Appointed by service_role only.';

create table public.partner_applications (
  id bigint generated always as identity primary key,
  applicant_id uuid references public.profiles (id) on delete set null,
  organization_name text not null check (char_length(organization_name) between 1 and 200),
  website text check (website ~ '^https://'),
  motivation text not null check (char_length(motivation) between 1 and 5000),
  status public.application_status not null default 'draft',
  submitted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partner_applications_submitted_have_time
    check (status not in ('submitted', 'approved', 'rejected') or submitted_at is not null)
);
comment on table public.partner_applications is 'Somebody''s wish to become a partner, from draft to decision.';
comment on column public.partner_applications.applicant_id is
  'Empty once the account is gone: what was decided stays on record without the person.';
comment on column public.partner_applications.status is
  'Moves only along the arrows that check_application_step allows.';
comment on column public.partner_applications.submitted_at is 'Last time it was handed in; set by the server.';
create index partner_applications_applicant_id_idx on public.partner_applications (applicant_id);
create index partner_applications_queue_idx on public.partner_applications (status, submitted_at);
create unique index partner_applications_one_open_per_applicant_idx
  on public.partner_applications (applicant_id) where status in ('draft', 'submitted');
comment on index public.partner_applications_one_open_per_applicant_idx is
  'One application at a time; a new one after a decision.';

create table public.application_reviews (
  id bigint generated always as identity primary key,
  application_id bigint not null references public.partner_applications (id) on delete restrict,
  reviewer_id uuid not null references public.profiles (id) on delete restrict,
  decision public.review_decision not null,
  reason text not null check (char_length(reason) between 10 and 5000),
  created_at timestamptz not null default now()
);
comment on table public.application_reviews is
  'Every decision with its reason. Written by decide_application, never changed.';
comment on column public.application_reviews.application_id is
  'An application that was decided about cannot be deleted.';
comment on column public.application_reviews.reviewer_id is
  'Whoever decided stays on record; such an account is disabled, not deleted.';
comment on column public.application_reviews.reason is 'What the applicant is told; at least ten characters.';
create index application_reviews_application_id_idx on public.application_reviews (application_id, created_at);
create index application_reviews_reviewer_id_idx on public.application_reviews (reviewer_id);

create table public.application_status_changes (
  id bigint generated always as identity primary key,
  application_id bigint not null references public.partner_applications (id) on delete cascade,
  old_status public.application_status,
  new_status public.application_status not null,
  changed_by uuid references public.profiles (id) on delete set null,
  created_at timestamptz not null default now()
);
comment on table public.application_status_changes is
  'The history of every application. Append-only: a trigger writes it, nobody else can.';
comment on column public.application_status_changes.old_status is
  'Empty for the first entry, when the application was started.';
comment on column public.application_status_changes.changed_by is
  'Empty when a background job did it, or once the account is gone.';
create index application_status_changes_application_id_idx
  on public.application_status_changes (application_id, created_at);
create index application_status_changes_changed_by_idx on public.application_status_changes (changed_by);

create function private.is_reviewer() returns boolean
  language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.reviewers as reviewer where reviewer.user_id = (select auth.uid()));
$$;
comment on function private.is_reviewer() is 'Whether the caller may decide about applications.';

create function private.my_application_ids() returns setof bigint
  language sql stable security definer set search_path = '' as $$
  select application.id
  from public.partner_applications as application
  where application.applicant_id = (select auth.uid());
$$;
comment on function private.my_application_ids() is 'Applications the caller handed in or is writing.';

revoke all on function private.is_reviewer() from public, anon, authenticated, service_role;
revoke all on function private.my_application_ids() from public, anon, authenticated, service_role;
grant execute on function private.is_reviewer() to authenticated;
grant execute on function private.my_application_ids() to authenticated;

create function private.check_application_step() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if new.status is distinct from old.status
    and not (old.status = 'draft' and new.status in ('submitted', 'withdrawn'))
    and not (old.status = 'submitted' and new.status in ('approved', 'rejected', 'draft'))
  then
    raise exception 'An application cannot go from % to %', old.status, new.status using errcode = '23514';
  end if;
  if old.status = 'draft' and new.status = 'submitted' then
    new.submitted_at := now();
  end if;
  return new;
end;
$$;
comment on function private.check_application_step() is 'Trigger: lets the status move along the workflow only.';

create function private.record_application_status() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into public.application_status_changes (application_id, new_status, changed_by)
    values (new.id, new.status, auth.uid());
  elsif new.status <> old.status then
    insert into public.application_status_changes (application_id, old_status, new_status, changed_by)
    values (new.id, old.status, new.status, auth.uid());
  end if;
  return null;
end;
$$;
comment on function private.record_application_status() is
  'Trigger: writes the history with the owner''s rights, because nobody else has any on it.';

revoke all on function private.check_application_step() from public, anon, authenticated, service_role;
revoke all on function private.record_application_status() from public, anon, authenticated, service_role;

create trigger check_application_step before update on public.partner_applications
  for each row execute function private.check_application_step();
create trigger record_application_status after insert or update of status on public.partner_applications
  for each row execute function private.record_application_status();
create trigger set_updated_at before update on public.partner_applications
  for each row execute function private.set_updated_at();

alter table public.reviewers enable row level security;
alter table public.reviewers force row level security;
alter table public.partner_applications enable row level security;
alter table public.partner_applications force row level security;
alter table public.application_reviews enable row level security;
alter table public.application_reviews force row level security;
alter table public.application_status_changes enable row level security;
alter table public.application_status_changes force row level security;

revoke all on table
  public.reviewers, public.partner_applications, public.application_reviews, public.application_status_changes
  from anon, authenticated, service_role;
revoke all on sequence
  public.partner_applications_id_seq, public.application_reviews_id_seq, public.application_status_changes_id_seq
  from anon, authenticated, service_role;
grant select on table
  public.reviewers, public.partner_applications, public.application_reviews, public.application_status_changes
  to authenticated;
grant insert (applicant_id, organization_name, website, motivation)
  on table public.partner_applications to authenticated;
grant update (organization_name, website, motivation, status) on table public.partner_applications to authenticated;
grant select, insert, delete on table public.reviewers to service_role;
grant select, insert, update, delete on table public.partner_applications to service_role;
-- The record of decisions is not even service_role's to rewrite.
grant select on table public.application_reviews, public.application_status_changes to service_role;

-- Reviewers need the names of applicants, so the profile policy gains a third way in. One policy per role and command:
-- several permissive ones would be combined with OR anyway and be evaluated each.
alter policy colleagues_select_profiles on public.profiles
  using (
    id = (select auth.uid())
    or id = any (array(select private.my_colleague_ids()))
    or (select private.is_reviewer())
  );
comment on policy colleagues_select_profiles on public.profiles is
  'Yourself, the people you share a company with, and for reviewers everybody.';

create policy people_select_own_appointment on public.reviewers for select to authenticated
  using (user_id = (select auth.uid()));
comment on policy people_select_own_appointment on public.reviewers is 'The app asks whether to show the review queue.';

create policy applicants_and_reviewers_select_applications on public.partner_applications for select to authenticated
  using (applicant_id = (select auth.uid()) or (status <> 'draft' and (select private.is_reviewer())));
comment on policy applicants_and_reviewers_select_applications on public.partner_applications is
  'Applicants see their own. Reviewers see all but drafts, which are nobody else''s business yet.';

create policy applicants_insert_own_drafts on public.partner_applications for insert to authenticated
  with check (applicant_id = (select auth.uid()) and status = 'draft' and (select private.is_permanent_user()));
comment on policy applicants_insert_own_drafts on public.partner_applications is
  'Everybody with a permanent account may apply, in their own name, starting with a draft.';

create policy applicants_update_own_drafts on public.partner_applications for update to authenticated
  using (applicant_id = (select auth.uid()) and status = 'draft')
  with check (applicant_id = (select auth.uid()) and status in ('draft', 'submitted', 'withdrawn'));
comment on policy applicants_update_own_drafts on public.partner_applications is
  'Handing in ends editing. Approval is out of reach: the check does not let those states in.';

create policy applicants_and_reviewers_select_reviews on public.application_reviews for select to authenticated
  using (application_id = any (array(select private.my_application_ids())) or (select private.is_reviewer()));
comment on policy applicants_and_reviewers_select_reviews on public.application_reviews is
  'Applicants read the reasons given to them, reviewers read all.';

create policy applicants_and_reviewers_select_history on public.application_status_changes for select to authenticated
  using (application_id = any (array(select private.my_application_ids())) or (select private.is_reviewer()));
comment on policy applicants_and_reviewers_select_history on public.application_status_changes is
  'Applicants follow their own application, reviewers all.';

-- Deciding is one transaction that checks, records and moves the application, so no decision exists without a reason
-- and a name. It runs with its owner's rights and therefore trusts nothing it is given.
create function private.decide_application(application_id bigint, decision public.review_decision, reason text)
  returns public.application_status
  language plpgsql security definer set search_path = '' as $$
declare
  reviewer constant uuid := auth.uid();
  application public.partner_applications;
  outcome public.application_status;
begin
  if reviewer is null or not private.is_reviewer() then
    raise exception 'Only reviewers decide about applications' using errcode = '42501';
  end if;
  if decide_application.decision is null or coalesce(char_length(btrim(decide_application.reason)), 0) < 10 then
    raise exception 'A decision needs a reason of at least ten characters' using errcode = '22023';
  end if;
  select candidate.* into application
  from public.partner_applications as candidate
  where candidate.id = decide_application.application_id
  for update;
  if not found then
    raise exception 'Application % does not exist', decide_application.application_id using errcode = 'P0002';
  end if;
  if application.status <> 'submitted' then
    raise exception 'Application % is %, not submitted', application.id, application.status using errcode = '55000';
  end if;
  if application.applicant_id = reviewer then
    raise exception 'Nobody decides about their own application' using errcode = '42501';
  end if;
  outcome := case decide_application.decision
    when 'approve' then 'approved'
    when 'reject' then 'rejected'
    else 'draft'
  end;
  insert into public.application_reviews (application_id, reviewer_id, decision, reason)
  values (application.id, reviewer, decide_application.decision, btrim(decide_application.reason));
  update public.partner_applications set status = outcome where id = application.id;
  return outcome;
end;
$$;
comment on function private.decide_application(bigint, public.review_decision, text) is
  'Decides about a submitted application as the calling reviewer; not about one''s own.';

create function public.decide_application(application_id bigint, decision public.review_decision, reason text)
  returns public.application_status
  language sql security invoker set search_path = '' as $$
  select private.decide_application(application_id, decision, reason);
$$;
comment on function public.decide_application(bigint, public.review_decision, text) is
  'For reviewers: approves, rejects or returns a submitted application; returns its new status.';

revoke all on function private.decide_application(bigint, public.review_decision, text)
  from public, anon, authenticated, service_role;
revoke all on function public.decide_application(bigint, public.review_decision, text)
  from public, anon, authenticated, service_role;
grant execute on function private.decide_application(bigint, public.review_decision, text) to authenticated;
grant execute on function public.decide_application(bigint, public.review_decision, text) to authenticated;

create view public.application_queue with (security_invoker = true) as
  select
    application.id,
    application.organization_name,
    applicant.full_name as applicant_name,
    application.submitted_at
  from public.partner_applications as application
  left join public.profiles as applicant on applicant.id = application.applicant_id
  where application.status = 'submitted';
comment on view public.application_queue is
  'What waits for a decision. Reads with the caller''s rights: applicants find only their own.';
revoke all on table public.application_queue from anon, authenticated, service_role;
grant select on table public.application_queue to authenticated, service_role;
