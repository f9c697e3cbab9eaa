"""What can go wrong, as one tree.

ReportQAError              one clear line; the command line prints it and exits 1
├── ReadError              a file of the corpus cannot be read; the build goes on and warns
├── CorpusError            the corpus folder is missing, empty or unreadable
├── ModelError             the encoder cannot be loaded, or is not the one that is expected
├── SnapshotError          the index on disk is missing, damaged, too old or of another model
│   └── NoIndexError       there is no index yet
├── BuildLockedError       another build is under way
├── BuildCancelledError    the reader asked a build to stop
├── UnitError              a derivation's units do not fit
└── UngroundedError        an answer holds a number that its evidence does not
"""

from __future__ import annotations

__all__ = [
    "BuildCancelledError",
    "BuildLockedError",
    "CorpusError",
    "ModelError",
    "NoIndexError",
    "ReadError",
    "ReportQAError",
    "SnapshotError",
    "UngroundedError",
    "UnitError",
]


class ReportQAError(Exception):
    """The base of every error that reportqa raises on purpose. Its text says what happened and what to do."""


class ReadError(ReportQAError):
    """A file cannot be read."""


class CorpusError(ReportQAError):
    """The corpus folder is missing, empty or unreadable."""


class ModelError(ReportQAError):
    """The encoder cannot be loaded, or its weights are not the expected ones."""


class SnapshotError(ReportQAError):
    """The index on disk cannot be used."""


class NoIndexError(SnapshotError):
    """There is no index yet."""


class BuildLockedError(ReportQAError):
    """Another build of the same index is under way."""


class BuildCancelledError(ReportQAError):
    """A build was asked to stop; the last complete snapshot still serves."""


class UnitError(ReportQAError):
    """The units of a derivation do not fit."""


class UngroundedError(ReportQAError):
    """An answer holds a number that its evidence does not."""
