"""What cameras see, as findings: one for each scene of a camera, as long as it lasts.

Scenes are watched where the pictures are (``luylau.vision``); no rule of the city's makes these findings, and
none takes them back.
"""

from typing import Final

from luylau.incidents.findings import Finding

SCENE_RULE: Final = "scene-"
"""What the rules of these findings begin with; the kind of the scene follows: "scene-intrusion"."""
GROUPS: Final = {"intrusion": "person-inside", "loitering": "person-inside"}
"""What combinations know some kinds by; the others are groups of their own."""


def rule_of_scene(kind: str) -> str:
    """Return the rule of a kind of scene's findings."""
    return SCENE_RULE + kind


def group_of_scene(kind: str) -> str:
    """Return the group of a kind of scene's findings."""
    return GROUPS.get(kind, SCENE_RULE + kind)


def is_scene(finding: Finding) -> bool:
    """Say whether a camera's scene made a finding."""
    return finding.rule.startswith(SCENE_RULE)
