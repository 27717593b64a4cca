"""Incidents: rules on what comes in, findings while a rule is met, incidents that operators work on."""

from luylau.incidents.acts import Auditor
from luylau.incidents.book import IncidentBook
from luylau.incidents.combination_previews import preview_combination
from luylau.incidents.combination_words import is_combined
from luylau.incidents.combining import Combiner
from luylau.incidents.desk import IncidentDesk
from luylau.incidents.engine import RuleEngine
from luylau.incidents.escalation import Escalation
from luylau.incidents.explain import LOST_SIGHT
from luylau.incidents.export import IncidentReport
from luylau.incidents.export_csv import incident_csv
from luylau.incidents.export_pdf import incident_pdf
from luylau.incidents.findings import PLATFORM, Finding, FindingChange, finding_id
from luylau.incidents.incident import (
    FindingPage,
    Incident,
    IncidentCounts,
    IncidentDetail,
    IncidentPage,
    Link,
    Order,
    Resolution,
    State,
    title_of,
)
from luylau.incidents.points import points_csv
from luylau.incidents.previews import Firing, Preview, preview
from luylau.incidents.queries import IncidentReader
from luylau.incidents.rule_check import rule_from_data, rule_to_data
from luylau.incidents.rule_desk import RuleDesk
from luylau.incidents.rule_file import (
    begin_rules,
    check_rules,
    load_rules,
    rules_from_data,
    save_rules,
    warn_of_rules,
)
from luylau.incidents.rules import (
    SEVERITIES,
    AnomalyRule,
    AnyRule,
    AppliesTo,
    Combination,
    HeartbeatRule,
    Part,
    QualityRule,
    Rule,
    RuleSet,
    Severity,
    ThresholdRule,
    inside,
    rank,
)
from luylau.incidents.scenes import group_of_scene, is_scene, rule_of_scene
from luylau.incidents.shifts import ListedIncident, Shift, ShiftDesk, ShiftReader
from luylau.incidents.tables import ACTIVE
from luylau.incidents.tasks import NewTask, Note, Task, TaskDesk, TaskState, add_task, open_work
from luylau.incidents.urgency import UrgencyPart

__all__ = [
    "ACTIVE",
    "LOST_SIGHT",
    "PLATFORM",
    "SEVERITIES",
    "AnomalyRule",
    "AnyRule",
    "AppliesTo",
    "Auditor",
    "Combination",
    "Combiner",
    "Escalation",
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
    "IncidentReport",
    "Link",
    "ListedIncident",
    "NewTask",
    "Note",
    "Order",
    "Part",
    "Preview",
    "QualityRule",
    "Resolution",
    "Rule",
    "RuleDesk",
    "RuleEngine",
    "RuleSet",
    "Severity",
    "Shift",
    "ShiftDesk",
    "ShiftReader",
    "State",
    "Task",
    "TaskDesk",
    "TaskState",
    "ThresholdRule",
    "UrgencyPart",
    "add_task",
    "begin_rules",
    "check_rules",
    "finding_id",
    "group_of_scene",
    "incident_csv",
    "incident_pdf",
    "inside",
    "is_combined",
    "is_scene",
    "load_rules",
    "open_work",
    "points_csv",
    "preview",
    "preview_combination",
    "rank",
    "rule_from_data",
    "rule_of_scene",
    "rule_to_data",
    "rules_from_data",
    "save_rules",
    "title_of",
    "warn_of_rules",
]
