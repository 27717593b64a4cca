"""Who may come in and what they may do: identity, permissions, device credentials, limits, the audit log."""

from luylau.kernel.secret import Secret
from luylau.security.actions import ACTIONS, Action
from luylau.security.audit import AuditEntry, AuditLog
from luylau.security.csrf import CookieParameters, check_origin, cookie_parameters
from luylau.security.devices import Credential, DeviceRegistry, Verdict, enrolment_open
from luylau.security.limits import Lockout, RateLimiter, address_subject
from luylau.security.merkle import TreeHead, verify_consistency, verify_inclusion
from luylau.security.passkeys import Passkey, Passkeys
from luylau.security.policy import CITY, Decision, Explanation, Policy, Principal, Resource
from luylau.security.services import Security
from luylau.security.sessions import OpenedSession, Session, Sessions, SignedIn
from luylau.security.signin import Caller, SignIn, link_url
from luylau.security.users import ROLES, Role, User, Users
from luylau.security.verify import Verification, verify_log

__all__ = [
    "ACTIONS",
    "CITY",
    "ROLES",
    "Action",
    "AuditEntry",
    "AuditLog",
    "Caller",
    "CookieParameters",
    "Credential",
    "Decision",
    "DeviceRegistry",
    "Explanation",
    "Lockout",
    "OpenedSession",
    "Passkey",
    "Passkeys",
    "Policy",
    "Principal",
    "RateLimiter",
    "Resource",
    "Role",
    "Secret",
    "Security",
    "Session",
    "Sessions",
    "SignIn",
    "SignedIn",
    "TreeHead",
    "User",
    "Users",
    "Verdict",
    "Verification",
    "address_subject",
    "check_origin",
    "cookie_parameters",
    "enrolment_open",
    "link_url",
    "verify_consistency",
    "verify_inclusion",
    "verify_log",
]
