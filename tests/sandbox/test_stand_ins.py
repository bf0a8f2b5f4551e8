"""Extensions the embedded server lacks: what stands in for them, measured against known values."""

from __future__ import annotations

import hashlib
import hmac as python_hmac
import uuid
from collections.abc import Iterator

import pytest
from psycopg import errors

from designer.postgres.platform import PLATFORM_EXTENSIONS
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import RunConnection, scratch_database
from designer.sandbox.templates import EXTENSION_FILES


@pytest.fixture(scope="module")
def connection(cluster: Cluster) -> Iterator[RunConnection]:
    if cluster.server_version < 180000:
        pytest.skip("stand-ins need extension_control_path, PostgreSQL 18")
    with scratch_database(cluster) as database, database.connect() as connection:
        yield connection


def ask(connection: RunConnection, query: str, *values: object) -> object:
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("text", ["", "abc", "é" * 40, "x" * 55, "x" * 56, "x" * 64, "x" * 1000])
def test_digests_and_hmacs_are_the_real_ones(connection: RunConnection, algorithm: str, text: str) -> None:
    assert (
        ask(connection, "select extensions.digest(%s, %s)", text, algorithm)
        == hashlib.new(algorithm, text.encode()).digest()
    )
    for key in ("key", "k" * 200):
        expected = python_hmac.new(key.encode(), text.encode(), algorithm).digest()
        assert ask(connection, "select extensions.hmac(%s, %s, %s)", text, key, algorithm) == expected


def test_random_bytes_have_the_length_asked_for_and_differ(connection: RunConnection) -> None:
    first, second = (ask(connection, "select extensions.gen_random_bytes(40)") for _ in range(2))
    assert isinstance(first, bytes)
    assert len(first) == 40
    assert first != second


@pytest.mark.parametrize(("method", "length"), [("bf", 60), ("md5", 34), ("xdes", 20), ("des", 13)])
def test_a_crypted_password_matches_itself_only(connection: RunConnection, method: str, length: int) -> None:
    hashed = ask(connection, "select extensions.crypt('secret', extensions.gen_salt(%s))", method)
    assert ask(connection, "select extensions.crypt('secret', %s)", hashed) == hashed
    assert ask(connection, "select extensions.crypt('Secret', %s)", hashed) != hashed
    assert ask(connection, "select length(%s::text)", hashed) == length


def test_what_has_no_honest_imitation_fails_when_called(connection: RunConnection) -> None:
    with pytest.raises(errors.FeatureNotSupported, match=r"pgp_sym_encrypt\(\) has only its signature"):
        connection.execute("select extensions.pgp_sym_encrypt('a', 'b')")


def test_uuids_are_those_of_the_standard(connection: RunConnection) -> None:
    for version, expected in ((3, uuid.uuid3), (5, uuid.uuid5)):
        query = f"select extensions.uuid_generate_v{version}(extensions.uuid_ns_dns(), 'example.com')"
        assert ask(connection, query) == expected(uuid.NAMESPACE_DNS, "example.com")
    for version in (1, 4):
        made = ask(connection, f"select extensions.uuid_generate_v{version}()")
        assert isinstance(made, uuid.UUID)
        assert made.version == version


def test_secrets_can_be_kept_and_read(connection: RunConnection) -> None:
    made = ask(connection, "select vault.create_secret('s3cret', 'name')")
    assert ask(connection, "select decrypted_secret from vault.decrypted_secrets where id = %s", made) == "s3cret"


def test_jobs_are_listed(connection: RunConnection) -> None:
    connection.execute("create extension pg_cron")
    made = ask(connection, "select cron.schedule('nightly', '0 3 * * *', 'select 1')")
    assert ask(connection, "select cron.schedule('nightly', '0 4 * * *', 'select 1')") == made
    assert ask(connection, "select schedule from cron.job where jobname = 'nightly'") == "0 4 * * *"
    connection.execute("select cron.alter_job(%s, active => false)", (made,))
    assert ask(connection, "select cron.unschedule('nightly')") is True


def test_requests_are_queued(connection: RunConnection) -> None:
    connection.execute("create extension pg_net with schema extensions")
    made = ask(connection, "select net.http_post('https://example.com', '{\"a\": 1}')")
    assert (
        ask(connection, "select convert_from(body, 'UTF8') from net.http_request_queue where id = %s", made)
        == '{"a": 1}'
    )


def test_tokens_are_signed_and_verified(connection: RunConnection) -> None:
    connection.execute("create extension pgjwt with schema extensions")
    token = ask(
        connection, 'select extensions.sign(\'{"sub":"1234567890","name":"John Doe","iat":1516239022}\', \'secret\')'
    )
    assert token == (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
        ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
        ".XbPfbIHMI6arZ3Y922BhjWgQzWXcXNrz0ogtVhfEd2o"
    )
    assert ask(connection, "select valid from extensions.verify(%s, 'secret')", token) is True
    assert ask(connection, "select valid from extensions.verify(%s, 'other')", token) is False


def test_queues_hand_out_messages_once(connection: RunConnection) -> None:
    connection.execute("create extension pgmq")
    connection.execute("select pgmq.create('tasks')")
    made = ask(connection, "select pgmq.send('tasks', '{\"n\": 1}')")
    assert ask(connection, "select msg_id from pgmq.read('tasks', 30, 1)") == made
    assert connection.execute("select * from pgmq.read('tasks', 30, 1)").fetchone() is None
    assert ask(connection, "select pgmq.archive('tasks', %s)", made) is True
    assert ask(connection, "select count(*) from pgmq.list_queues()") == 1


@pytest.mark.parametrize(
    "name", sorted({path.stem for path in EXTENSION_FILES.glob("*.control")} - PLATFORM_EXTENSIONS | {"pg_graphql"})
)
def test_every_stand_in_can_be_created_and_dropped(connection: RunConnection, name: str) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute(f'drop extension if exists "{name}" cascade'.encode())
        connection.execute(f'create extension "{name}" cascade'.encode())
        connection.execute(f'drop extension "{name}" cascade'.encode())


@pytest.mark.parametrize("extension", ["pg_net with schema public version '0.7.1'", "vector version '0.5.1'"])
def test_versions_that_migrations_name_are_offered(connection: RunConnection, extension: str) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute(f"drop extension if exists {extension.partition(' ')[0]} cascade".encode())
        connection.execute(f"create extension {extension}".encode())


def test_stand_ins_can_be_dropped_by_who_made_them(connection: RunConnection) -> None:
    connection.execute("create extension if not exists pg_cron")
    connection.execute("drop extension pg_cron")
    assert ask(connection, "select to_regnamespace('cron')") is None


def test_requests_fail_for_want_of_a_network(connection: RunConnection) -> None:
    connection.execute("create extension if not exists http with schema extensions")
    with pytest.raises(errors.FeatureNotSupported, match="no network"):
        connection.execute("select extensions.http_get('https://example.com')")


def test_places_keep_their_type_modifiers(connection: RunConnection) -> None:
    connection.execute("create extension postgis with schema extensions")
    connection.execute("create table places (at geography(point), area geometry(MultiPolygonZ, 31467), whole geometry)")
    connection.execute("create index on places using gist (at)")
    connection.execute("insert into places values ('POINT(1 2)', null, st_setsrid(st_makepoint(3, 4.5), 4326))")
    types = "select string_agg(format_type(atttypid, atttypmod), ' ' order by attnum) from pg_attribute"
    assert ask(connection, f"{types} where attrelid = 'places'::regclass and attnum > 0") == (
        "geography(Point,4326) geometry(MultiPolygonZ,31467) geometry"
    )
    assert ask(
        connection, "select st_astext(whole) || ' ' || st_srid(whole) || ' ' || st_y(at::geometry) from places"
    ) == ("POINT(3 4.5) 4326 2")
    assert ask(connection, "select string_agg(type || srid, ' ' order by type) from geometry_columns") == (
        "GEOMETRY0 MULTIPOLYGONZ31467"
    )
    for wrong in ("geometry(Cube, 4326)", "geometry(Point, x)", "geometry(4326)"):
        with pytest.raises(errors.InvalidParameterValue, match="type modifier"):
            connection.execute(f"create table wrong (at {wrong})".encode())
    with pytest.raises(errors.FeatureNotSupported, match=r"st_distance\(\) has only its signature"):
        connection.execute("select st_distance(at, at) from places")
