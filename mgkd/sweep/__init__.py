"""Families of experiments over seeds: which runs there are, running them, and what they say."""

from mgkd.sweep.family import Family, Member, chosen, load_family
from mgkd.sweep.files import write_report
from mgkd.sweep.processes import Processes, Task
from mgkd.sweep.report import Report, Row, report_on
from mgkd.sweep.runs import PlannedRun, State, foreign, in_order, planned_runs
from mgkd.sweep.sweeping import Command, Failure, Sweep
from mgkd.sweep.table import report_table

__all__ = [
    "Command",
    "Failure",
    "Family",
    "Member",
    "PlannedRun",
    "Processes",
    "Report",
    "Row",
    "State",
    "Sweep",
    "Task",
    "chosen",
    "foreign",
    "in_order",
    "load_family",
    "planned_runs",
    "report_on",
    "report_table",
    "write_report",
]
