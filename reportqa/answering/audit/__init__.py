"""How the figures of a corpus bear on one another: totals, shares, ratios, changes, growth, averages, conflicts."""

from reportqa.answering.audit.checks import audit
from reportqa.answering.audit.reply import answer_audit

__all__ = ["answer_audit", "audit"]
