"""A Document → its Figures: numbers, units, periods, attributes."""

from reportqa.figures.extract import extract

__all__ = ["extract"]
