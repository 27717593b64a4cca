"""Incidents: rules on what comes in, findings while a rule is met, incidents that operators work on."""

from luylau.incidents.book import IncidentBook
from luylau.incidents.desk import Auditor, IncidentDesk
from luylau.incidents.engine import RuleEngine
from luylau.incidents.explain import LOST_SIGHT
from luylau.incidents.findings import PLATFORM, Finding, FindingChange, finding_id
from luylau.incidents.incident import (
    FindingPage,
    Incident,
    IncidentCounts,
    IncidentDetail,
    IncidentPage,
    State,
)
from luylau.incidents.previews import Firing, Preview, preview
from luylau.incidents.queries import IncidentReader
from luylau.incidents.rule_check import rule_from_data, rule_to_data
from luylau.incidents.rule_desk import RuleDesk
from luylau.incidents.rule_file import begin_rules, check_rules, load_rules, rules_from_data, save_rules
from luylau.incidents.rules import (
    SEVERITIES,
    AnomalyRule,
    AppliesTo,
    HeartbeatRule,
    QualityRule,
    Rule,
    RuleSet,
    Severity,
    ThresholdRule,
    inside,
    rank,
)

__all__ = [
    "LOST_SIGHT",
    "PLATFORM",
    "SEVERITIES",
    "AnomalyRule",
    "AppliesTo",
    "Auditor",
    "Finding",
    "FindingChange",
    "FindingPage",
    "Firing",
    "HeartbeatRule",
    "Incident",
    "IncidentBook",
    "IncidentCounts",
    "IncidentDesk",
    "IncidentDetail",
    "IncidentPage",
    "IncidentReader",
    "Preview",
    "QualityRule",
    "Rule",
    "RuleDesk",
    "RuleEngine",
    "RuleSet",
    "Severity",
    "State",
    "ThresholdRule",
    "begin_rules",
    "check_rules",
    "finding_id",
    "inside",
    "load_rules",
    "preview",
    "rank",
    "rule_from_data",
    "rule_to_data",
    "rules_from_data",
    "save_rules",
]
