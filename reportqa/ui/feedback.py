"""What readers think of answers, appended to a local file: one JSON line a verdict."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import filelock

from reportqa.errors import ReportQAError
from reportqa.ui.chat import Turn

__all__ = ["MOST", "record"]

MOST = 2000
"""Characters of a note that are kept."""


def record(path: Path, turn: Turn, verdict: str, note: str = "") -> None:
    """Append a verdict ("up" or "down") and a note on one answer. Raises ReportQAError where the file cannot be written."""
    row = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "verdict": verdict,
        "note": note.strip()[:MOST],
        "question": turn.question[:MOST],
        "standalone": turn.answer.standalone[:MOST],
        "within": turn.within,
        "status": turn.answer.status,
        "answer": turn.answer.answer,
        "figures": [f.id for f in turn.answer.figures],
        "build": turn.build,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Several readers may write at once, and a line must never be cut by another.
        with filelock.FileLock(f"{path}.lock", timeout=5), open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except (OSError, filelock.Timeout) as error:
        raise ReportQAError(f"{path.name}: the note cannot be kept ({error})") from error
