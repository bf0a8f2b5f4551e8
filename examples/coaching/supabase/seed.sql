-- A little world to look at: two companies that must not see each other, and one application waiting for a decision.
-- Runs after the migrations on a fresh database (supabase db reset, or db push --include-seed).
insert into auth.users (instance_id, id, aud, role, email, email_confirmed_at, created_at, updated_at)
select
  '00000000-0000-0000-0000-000000000000', person.id, 'authenticated', 'authenticated', person.email, now(), now(), now()
from (values
  ('10000000-0000-4000-8000-000000000001'::uuid, 'olivia@acme.example'),
  ('10000000-0000-4000-8000-000000000002'::uuid, 'carlos@acme.example'),
  ('10000000-0000-4000-8000-000000000003'::uuid, 'mei@acme.example'),
  ('10000000-0000-4000-8000-000000000004'::uuid, 'birgit@globex.example'),
  ('10000000-0000-4000-8000-000000000005'::uuid, 'ravi@reviewers.example'),
  ('10000000-0000-4000-8000-000000000006'::uuid, 'pat@partner.example')
) as person (id, email);

insert into public.profiles (id, full_name, time_zone) values
  ('10000000-0000-4000-8000-000000000001', 'Olivia Owner', 'Europe/Berlin'),
  ('10000000-0000-4000-8000-000000000002', 'Carlos Coach', 'Europe/Madrid'),
  ('10000000-0000-4000-8000-000000000003', 'Mei Member', 'Asia/Shanghai'),
  ('10000000-0000-4000-8000-000000000004', 'Birgit Both', 'Europe/Vienna'),
  ('10000000-0000-4000-8000-000000000005', 'Ravi Reviewer', 'Asia/Kolkata'),
  ('10000000-0000-4000-8000-000000000006', 'Pat Partner', 'America/New_York');

insert into public.companies (id, slug, name, plan) values
  ('20000000-0000-4000-8000-000000000001', 'acme', 'Acme', 'team'),
  ('20000000-0000-4000-8000-000000000002', 'globex', 'Globex', 'trial');

-- Birgit owns Globex and is a member of Acme: the person every tenant rule has to get right.
insert into public.company_users (user_id, company_id, role) values
  ('10000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001', 'owner'),
  ('10000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000001', 'coach'),
  ('10000000-0000-4000-8000-000000000003', '20000000-0000-4000-8000-000000000001', 'member'),
  ('10000000-0000-4000-8000-000000000004', '20000000-0000-4000-8000-000000000001', 'member'),
  ('10000000-0000-4000-8000-000000000004', '20000000-0000-4000-8000-000000000002', 'owner');

insert into public.company_invitations (id, company_id, role, invited_by) values
  ('40000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002', 'coach',
   '10000000-0000-4000-8000-000000000004');

insert into public.conversations (id, company_id, coach_id, coachee_id, topic) values
  ('30000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001',
   '10000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000003', 'First ninety days'),
  ('30000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000001',
   '10000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000004', 'Leading two teams');

insert into public.messages (conversation_id, author_id, body, sent_at) values
  ('30000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000003',
   'I would like to talk about my first review.', '2026-11-03 09:00:00+00'),
  ('30000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000002',
   'Gladly. What went well so far?', '2026-11-03 09:20:00+00'),
  ('30000000-0000-4000-8000-000000000002', '10000000-0000-4000-8000-000000000004',
   'How do I divide my week between two companies?', '2026-12-01 16:45:00+00');

insert into public.reviewers (user_id) values ('10000000-0000-4000-8000-000000000005');

insert into public.partner_applications (applicant_id, organization_name, website, motivation) values
  ('10000000-0000-4000-8000-000000000006', 'Partner & Sons', 'https://partner.example',
   'We train coaches in three countries and want to offer your programme.');
update public.partner_applications set status = 'submitted'
where applicant_id = '10000000-0000-4000-8000-000000000006';
