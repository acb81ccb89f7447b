"""The role that tools for business intelligence sign in with: it reads the views `bi_…` and no table."""

import secrets

from django.db import connection, transaction
from psycopg import sql

ROLE = "bi_reader"
_LONGEST_QUERY = "60s"
_MOST_CONNECTIONS = 5


@transaction.atomic
def create_reader() -> str:
    """Create the role, or give it a new password and exactly its rights again; returns the password.

    The server is told a hash of the password, so that no log of statements holds it.
    Raises: django.db.ProgrammingError where the database's user may not create roles.
    """
    password = secrets.token_urlsafe(24)
    with connection.cursor() as wrapped:
        cursor = wrapped.cursor
        hashed = _hash_of(password)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        for statement in _statements(verb, hashed, _views()):
            cursor.execute(statement)
    return password


def _hash_of(password: str) -> str:
    pgconn = connection.connection.pgconn
    hashed: bytes = pgconn.encrypt_password(password.encode(), ROLE.encode(), b"scram-sha-256")
    return hashed.decode()


def _views() -> list[str]:
    """Every view of ours; the underscore is meant as one."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT viewname FROM pg_views WHERE schemaname = current_schema()"
            r" AND viewname LIKE 'bi\_%' ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def _statements(verb: str, hashed: str, views: list[str]) -> list[sql.Composed]:
    role = sql.Identifier(ROLE)
    schema = sql.Identifier(_schema())
    database = sql.Identifier(str(connection.settings_dict["NAME"]))
    grants = [
        sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(view), role) for view in views
    ]
    return [
        sql.SQL(
            f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION "
            f"CONNECTION LIMIT {_MOST_CONNECTIONS} PASSWORD {{}}"
        ).format(role, sql.Literal(hashed)),
        sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(role),
        sql.SQL("ALTER ROLE {} SET statement_timeout = {}").format(
            role, sql.Literal(_LONGEST_QUERY)
        ),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(schema, role),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role),
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role),
        *grants,
    ]


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])
