"""A file → a Document. One module a format; each only maps what its library found to blocks, tables and offsets."""

from reportqa.reading.read import SUFFIXES, read, readable

__all__ = ["SUFFIXES", "read", "readable"]
