"""All parts of security, wired to one database."""

from dataclasses import dataclass

from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock
from luylau.kernel.events import EventLog
from luylau.kernel.messages import Language
from luylau.security.audit import AuditLog
from luylau.security.devices import DeviceRegistry
from luylau.security.limits import RateLimiter
from luylau.security.passkeys import Passkeys
from luylau.security.policy import Policy
from luylau.security.sessions import Sessions
from luylau.security.signin import SignIn, link_url
from luylau.security.users import Users
from luylau.settings.security import SecuritySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """What the API and the command line need of security."""

    origin: str
    policy: Policy
    audit: AuditLog
    users: Users
    sessions: Sessions
    sign_in: SignIn
    passkeys: Passkeys
    devices: DeviceRegistry
    limiter: RateLimiter

    @classmethod
    def wire(
        cls, engine: Engine, settings: SecuritySettings, clock: Clock, *, origin: str, events: EventLog
    ) -> "Security":
        """Wire the parts; ``origin`` is the address that browsers use (``WebSettings.public_origin``).

        Raises:
            BadFile: a policy file has faults.
        """
        audit = AuditLog()
        users = Users(clock, audit)
        sessions = Sessions(engine, settings, clock)
        sign_in = SignIn(engine, settings, clock, users=users, sessions=sessions, audit=audit, events=events)
        return cls(
            origin=origin,
            policy=Policy.load(settings.policy_folder),
            audit=audit,
            users=users,
            sessions=sessions,
            sign_in=sign_in,
            passkeys=Passkeys(
                engine, settings, clock, origin=origin, users=users, sign_in=sign_in, audit=audit
            ),
            devices=DeviceRegistry(engine, clock, settings=settings, audit=audit),
            limiter=RateLimiter(settings.requests_per_s, settings.request_burst),
        )

    def first_link(self, connection: Connection, language: Language, actor: str) -> str:
        """Return a one-time sign-in link for the first user, who is created where there is none yet."""
        user = self.users.first(connection, language, actor)
        return link_url(self.origin, self.sign_in.issue_link(connection, user, actor=actor))
