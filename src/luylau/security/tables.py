"""The tables of security. No table holds a secret: tokens and device secrets are kept as SHA-256 hashes.

A fast hash is right for them, because each is at least 192 random bits made by this platform: nobody can
try 2**192 of them, however fast the hash, so a slow one would only slow the platform down. (A password that a
person thinks up is different, which is one reason why there are none.)

Times are microseconds since 1970-01-01 UTC.
"""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

_HASH = 32
"""Length of a SHA-256 hash in bytes."""

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(100), nullable=False, unique=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False, default=False),
)

passkeys = sa.Table(
    "passkeys",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(64), sa.ForeignKey("users.id"), nullable=False, index=True),
    sa.Column("credential", sa.LargeBinary(1023), nullable=False, unique=True),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("label", sa.String(100), nullable=False),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    sa.Column("last_used_us", sa.BigInteger, nullable=True),
)

challenges = sa.Table(
    "challenges",
    metadata,
    sa.Column("hash", sa.LargeBinary(_HASH), primary_key=True),
    sa.Column("purpose", sa.String(16), nullable=False),
    sa.Column("user", sa.String(64), nullable=True),
    sa.Column("expires_us", sa.BigInteger, nullable=False, index=True),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("hash", sa.LargeBinary(_HASH), nullable=False, unique=True),
    sa.Column("user", sa.String(64), sa.ForeignKey("users.id"), nullable=False, index=True),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    sa.Column("last_seen_us", sa.BigInteger, nullable=False),
    sa.Column("expires_us", sa.BigInteger, nullable=False),
    sa.Column("user_agent", sa.String(200), nullable=False),
    sa.Column("method", sa.String(16), nullable=False),
)

sign_in_links = sa.Table(
    "sign_in_links",
    metadata,
    sa.Column("hash", sa.LargeBinary(_HASH), primary_key=True),
    sa.Column("user", sa.String(64), sa.ForeignKey("users.id"), nullable=False, index=True),
    sa.Column("expires_us", sa.BigInteger, nullable=False),
    sa.Column("used_us", sa.BigInteger, nullable=True),
)

failures = sa.Table(
    "failures",
    metadata,
    sa.Column("subject", sa.String(120), primary_key=True),
    sa.Column("failed", sa.Integer, nullable=False),
    sa.Column("last_us", sa.BigInteger, nullable=False),
    sa.Column("locked_us", sa.BigInteger, nullable=True),
)

device_credentials = sa.Table(
    "device_credentials",
    metadata,
    sa.Column("device", sa.String(64), primary_key=True),
    sa.Column("hash", sa.LargeBinary(_HASH), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("issued_us", sa.BigInteger, nullable=False),
    sa.Column("revoked_us", sa.BigInteger, nullable=True),
    sa.Column("changed", sa.BigInteger, nullable=False, index=True),
)

device_enrolments = sa.Table(
    "device_enrolments",
    metadata,
    sa.Column("device", sa.String(64), primary_key=True),
    sa.Column("hash", sa.LargeBinary(_HASH), nullable=False),
    sa.Column("first_seen_us", sa.BigInteger, nullable=False),
    sa.Column("closed_us", sa.BigInteger, nullable=True),
    sa.Column("changed", sa.BigInteger, nullable=False, index=True),
)

device_registry = sa.Table(
    "device_registry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("enrolment_hash", sa.LargeBinary(_HASH), nullable=True),
    sa.Column("enrolment_since_us", sa.BigInteger, nullable=True),
)

audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("time_us", sa.BigInteger, nullable=False),
    sa.Column("actor", sa.String(100), nullable=False, index=True),
    sa.Column("action", sa.String(64), nullable=False),
    sa.Column("resource", sa.String(200), nullable=False, index=True),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("leaf_hash", sa.LargeBinary(_HASH), nullable=False),
)

audit_nodes = sa.Table(
    "audit_nodes",
    metadata,
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(_HASH), nullable=False),
)

audit_size = sa.Table(
    "audit_size",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("size", sa.BigInteger, nullable=False),
)
