"""The clips' table."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

clips = sa.Table(
    "clips",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("camera", sa.String(64), nullable=False),
    sa.Column("finding", sa.String(64), nullable=False, index=True),
    sa.Column("scene", sa.String(64), nullable=False),
    sa.Column("from_us", sa.BigInteger, nullable=False),
    sa.Column("to_us", sa.BigInteger, nullable=False),
    sa.Column("made_us", sa.BigInteger, nullable=False),
    sa.Column("purpose", sa.JSON, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("frames", sa.Integer, nullable=False),
    sa.Column("model", sa.String(100), nullable=False),
    sa.Column("rules_version", sa.Integer, nullable=False),
    sa.Column("mask_version", sa.String(32), nullable=False),
    sa.Column("simulated", sa.Boolean, nullable=False),
    sa.Column("expires_us", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("ended_us", sa.BigInteger),
    sa.Column("ended_by", sa.String(100), nullable=False, server_default=""),
    sa.Column("audit_index", sa.BigInteger, nullable=False),
    sa.Column("key", sa.LargeBinary(32)),
    sa.Column("thumbnail", sa.LargeBinary),
    sa.Column("original_key", sa.LargeBinary(32)),
    sa.Column("original_size", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("original_sha256", sa.String(64), nullable=False, server_default=""),
    sa.Column("original_until_us", sa.BigInteger),
)
"""``sha256`` and ``size`` are of the clip as it is played; ``key`` opens its file. ``state`` is "kept" or
"deleted"; a deleted clip has neither key nor thumbnail. ``audit_index`` is the entry of the audit log on its
making; ``original_...`` is the sealed original, where the camera's policy keeps one."""

sa.Index("ix_clips_camera", clips.c.camera, clips.c.from_us)

_KEPT = sa.text("state = 'kept'")

sa.Index("ix_clips_expiring", clips.c.expires_us, sqlite_where=_KEPT, postgresql_where=_KEPT)

_ORIGINAL = sa.text("original_until_us IS NOT NULL")

sa.Index("ix_clips_originals", clips.c.original_until_us, sqlite_where=_ORIGINAL, postgresql_where=_ORIGINAL)
