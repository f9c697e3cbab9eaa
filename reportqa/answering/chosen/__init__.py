"""Arithmetic and comparisons whose operands are chosen by what was learned: what is to be done, with which two figures."""

from reportqa.answering.chosen.work import support_of, work_out

__all__ = ["support_of", "work_out"]
