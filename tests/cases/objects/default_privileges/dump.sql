-- As `supabase db dump` ends.
alter default privileges for role "postgres" in schema "public" grant all on sequences to "postgres";
alter default privileges for role "postgres" in schema "public" grant all on sequences to "anon";
alter default privileges for role "postgres" in schema "public" grant all on sequences to "authenticated";
alter default privileges for role "postgres" in schema "public" grant all on sequences to "service_role";
alter default privileges for role "postgres" in schema "public" grant all on functions to "anon";
alter default privileges for role "postgres" in schema "public" grant all on tables to "authenticated";
