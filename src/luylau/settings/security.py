"""Sign-in, sessions, locks, limits and permissions."""

from pathlib import Path

from pydantic import Field

from luylau.settings.base import Group


class SecuritySettings(Group):
    """How long a sign-in holds, when it locks, and which further policies apply. Durations are in seconds."""

    session_idle_s: int = Field(
        default=12 * 3600, ge=300, le=7 * 86_400, description="A session unused this long ends."
    )
    session_absolute_s: int = Field(
        default=7 * 86_400, ge=3600, le=30 * 86_400, description="Longest life of a session."
    )
    link_life_s: int = Field(
        default=15 * 60, ge=60, le=86_400, description="Life of a one-time sign-in link."
    )
    challenge_life_s: int = Field(default=5 * 60, ge=30, le=900, description="Life of a passkey challenge.")
    failures_before_lock: int = Field(
        default=5,
        ge=1,
        le=5,
        description="Failed sign-ins in a row that lock; Decree 331/2026 allows no more than 5.",
    )
    lock_s: int = Field(default=15 * 60, ge=60, le=86_400, description="How long a lock holds.")
    failure_memory_s: int = Field(
        default=3600, ge=60, le=86_400, description="A failure older than this is forgotten."
    )
    requests_per_s: float = Field(
        default=50.0, gt=0, le=100_000, description="Lasting rate of API calls by one caller."
    )
    request_burst: int = Field(
        default=200, ge=1, le=1_000_000, description="API calls that one caller may make at once."
    )
    device_cache_s: float = Field(
        default=0.5,
        ge=0,
        le=60,
        description="How old the in-memory view of device credentials may be; bounds a revocation.",
    )
    pending_enrolments: int = Field(
        default=10_000,
        ge=1,
        le=1_000_000,
        description="Devices that may wait to be adopted at the same time.",
    )
    policy_folder: Path | None = Field(
        default=None,
        description="Folder of further Cedar policies (*.cedar) of this city; by default only those shipped.",
        examples=["/etc/luylau/policies"],
    )
