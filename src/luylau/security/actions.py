"""The names of everything that can be permitted. Each operation of the API names one of them."""

from typing import Literal, get_args

Action = Literal[
    "entity.read",
    "observation.read",
    "observation.export",
    "observation.ingest",
    "finding.read",
    "incident.read",
    "incident.acknowledge",
    "incident.close",
    "incident.comment",
    "rule.read",
    "rule.preview",
    "rule.edit",
    "device.read_unknown",
    "device.adopt",
    "device.dismiss",
    "device.issue_credential",
    "device.revoke",
    "grid.read",
    "grid.simulate",
    "grid.propose",
    "city.read",
    "city.import",
    "system.health",
    "stream.read",
    "user.read",
    "user.manage",
    "audit.read",
    "policy.explain",
    "session.own",
    "passkey.own",
]
"""An action, as ``policies/schema.cedarschema`` declares it."""

ACTIONS: tuple[Action, ...] = get_args(Action)
"""All actions; a test holds them against the schema."""
