"""Permissions by Cedar: policies are text beside the code, checked against a schema, and explainable.

Cedar denies what no policy permits, and a ``forbid`` beats every ``permit``.
"""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import cedarpy

from luylau.kernel.errors import BadFile, Denied, Fault
from luylau.kernel.resources import resource_dir
from luylau.security.actions import ACTIONS
from luylau.security.users import ROLES, Role, User

log = logging.getLogger(__name__)

SCHEMA = "schema.cedarschema"

ResourceKind = Literal["City", "Session", "Passkey", "Device"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks: a user with a role, or a device (which has none)."""

    kind: Literal["User", "Device"]
    id: str
    role: Role | None = None
    disabled: bool = False

    @classmethod
    def user(cls, user: User) -> "Principal":
        """Return a user as one who asks."""
        return cls(kind="User", id=user.id, role=user.role, disabled=user.disabled)

    @classmethod
    def device(cls, device: str) -> "Principal":
        """Return the device of that id as one who asks."""
        return cls(kind="Device", id=device)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What is asked for: the city, a device, or a session or passkey with the id of its ``owner``."""

    kind: ResourceKind
    id: str
    owner: str | None = None


CITY = Resource(kind="City", id="city")
"""The one city of an installation: the resource of every action but a user's own and a device's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer, the ids of the policies that decided, and what went wrong on the way (then it is a no)."""

    allowed: bool
    policies: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision with the text of each policy that decided it, by policy id; no policy at all means no."""

    principal: Principal
    action: str
    resource: Resource
    decision: Decision
    texts: dict[str, str]


class Policy:
    """The permissions of one installation. Deciding takes some 65 microseconds, asked again 2."""

    def __init__(self, files: Iterable[Path], schema: str) -> None:
        """Read and check the policy files; ``load`` finds them.

        Raises:
            BadFile: one is no Cedar, contradicts the schema, or has a policy without an ``@id`` of its own.
        """
        self._schema = cedarpy.Schema.from_str(schema)
        self._texts = _read(files, schema)
        self._policies = cedarpy.PolicySet.from_str("\n".join(self._texts.values()))
        self._roles = cedarpy.Entities.from_json_str(json.dumps(_ROLE_ENTITIES))
        # Decisions depend on nothing but the question, so those of busy users are kept.
        self._cached = lru_cache(maxsize=8_192)(self._decide)

    @classmethod
    def load(cls, extra: Path | None = None) -> "Policy":
        """Read the policies that ship, and those of the folder ``extra`` where one is given.

        Raises:
            BadFile: see the constructor.
            FileNotFoundError: the installation is broken.
        """
        shipped = resource_dir("policies")
        files = sorted(shipped.glob("*.cedar"))
        if extra is not None:
            files += sorted(extra.glob("*.cedar"))
        return cls(files, (shipped / SCHEMA).read_text(encoding="utf-8"))

    def authorize(self, principal: Principal | User, action: str, resource: Resource = CITY) -> Decision:
        """Say whether ``principal`` may do ``action`` to ``resource``; an unknown action is a no."""
        asking = Principal.user(principal) if isinstance(principal, User) else principal
        decision = self._cached(asking, action, resource)
        if decision.errors:
            log.error("no decision on %s for %s %r: %s", action, asking.kind, asking.id, decision.errors)
        return decision

    def require(self, principal: Principal | User, action: str, resource: Resource = CITY) -> Decision:
        """Return the decision when it is a yes.

        Raises:
            Denied: it is a no; the error names the action.
        """
        decision = self.authorize(principal, action, resource)
        if not decision.allowed:
            raise Denied("action-denied", action=action)
        return decision

    def explain(self, principal: Principal | User, action: str, resource: Resource = CITY) -> Explanation:
        """Return the decision with the policies behind it, for the page that explains permissions."""
        asking = Principal.user(principal) if isinstance(principal, User) else principal
        decision = self.authorize(asking, action, resource)
        return Explanation(
            principal=asking,
            action=action,
            resource=resource,
            decision=decision,
            texts={policy: self._texts[policy] for policy in decision.policies},
        )

    def allowed_actions(self, principal: Principal | User) -> tuple[str, ...]:
        """Return what ``principal`` may do, own sessions and passkeys (or own topics) included."""
        asking = Principal.user(principal) if isinstance(principal, User) else principal
        return tuple(
            action
            for action in ACTIONS
            if self._cached(asking, action, typical_resource(asking, action)).allowed
        )

    def _decide(self, principal: Principal, action: str, resource: Resource) -> Decision:
        if action not in ACTIONS:
            return Decision(allowed=False, errors=(f"action {action!r} is not in the schema",))
        delta = [_principal_entity(principal)]
        if resource.owner is not None:
            delta.append(_owned_entity(resource))
        try:
            answer = cedarpy.is_authorized(
                {
                    "principal": _uid(principal.kind, principal.id),
                    "action": _uid("Action", action),
                    "resource": _uid(resource.kind, resource.id),
                    "context": {},
                },
                self._policies,
                self._roles.with_added_json_str(json.dumps(delta)),
                self._schema,
            )
        except ValueError as error:
            return Decision(allowed=False, errors=(str(error),))
        said = answer.diagnostics
        return Decision(
            allowed=bool(answer.allowed) and not said.errors,
            policies=tuple(sorted(said.id_annotations_by_reason.values())),
            errors=tuple(said.errors),
        )


def typical_resource(principal: Principal, action: str) -> Resource:
    """Return what ``principal`` does ``action`` to in the plain case: the city, or its own thing."""
    if action == "session.own":
        return Resource(kind="Session", id="own", owner=principal.id)
    if action == "passkey.own":
        return Resource(kind="Passkey", id="own", owner=principal.id)
    if action == "observation.ingest":
        return Resource(kind="Device", id=principal.id)
    return CITY


def _uid(kind: str, local: str) -> dict[str, str]:
    return {"type": kind, "id": local}


_ROLE_ENTITIES = [
    {"uid": _uid("Role", role), "attrs": {}, "parents": [_uid("Role", lesser)] if lesser else []}
    for lesser, role in zip((None, *ROLES), ROLES, strict=False)
]


def _principal_entity(principal: Principal) -> dict[str, Any]:
    user = principal.kind == "User"
    return {
        "uid": _uid(principal.kind, principal.id),
        "attrs": {"disabled": principal.disabled} if user else {},
        "parents": [_uid("Role", principal.role)] if principal.role else [],
    }


def _owned_entity(resource: Resource) -> dict[str, Any]:
    return {
        "uid": _uid(resource.kind, resource.id),
        "attrs": {"owner": {"__entity": _uid("User", resource.owner or "")}},
        "parents": [],
    }


def _read(files: Iterable[Path], schema: str) -> dict[str, str]:
    """Return the text of each policy by its ``@id``."""
    texts: dict[str, str] = {}
    faults: list[Fault] = []

    def fault(file: Path, key: str, **fields: str) -> None:
        faults.append(Fault(file=str(file), row=0, column="", key=key, fields=dict(fields)))

    for file in files:
        text = file.read_text(encoding="utf-8")
        checked = cedarpy.validate_policies(text, schema)
        if not checked:
            fault(file, "policy-invalid", said="; ".join(str(error) for error in checked.errors))
            continue
        for policy in json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values():
            name = policy.get("annotations", {}).get("id") or ""
            if not name or name in texts:
                fault(file, "policy-id-missing", policy=name or "-")
                continue
            alone = {"staticPolicies": {name: policy}, "templates": {}, "templateLinks": []}
            texts[name] = cedarpy.policies_from_json_str(json.dumps(alone)).strip()
    if faults:
        raise BadFile(faults)
    return texts
