"""The only cache and the only place of session state.

Caches are shared by every reader and hold what the corpus alone decides: the open index and the job that builds it. Chats,
filters and notes live in the reader's own session and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st
from babel import Locale

from reportqa import settings as settings_of
from reportqa.indexing.snapshot import Snapshot, current_id
from reportqa.settings import Settings
from reportqa.types import Answer
from reportqa.ui.amounts import locale_of
from reportqa.ui.browse import frame_of
from reportqa.ui.chat import Turn, history, next_number
from reportqa.ui.jobs import Job
from reportqa.ui.opening import Opening, Stage

__all__ = [
    "add_turn",
    "chat",
    "clear_chat",
    "figure_frame",
    "forget_opening",
    "job",
    "keep",
    "kept",
    "live_build",
    "locale",
    "once",
    "opening",
    "ready",
    "settings",
    "start_build",
]

_CHAT, _ASKED = "chat", "asked_from_address"
T = TypeVar("T")


def settings() -> Settings:
    """The settings of this run, read from the environment."""
    return settings_of.load()


def live_build() -> str | None:
    """The id of the build that serves now, None where there is no index. Read anew each time: it is one small file."""
    return current_id(settings().index)


@st.cache_resource(max_entries=1, show_spinner=False)
def _opening(index: str, build: str | None, model: str, _settings: Settings) -> Opening:
    return Opening(_settings)


def opening() -> Opening:
    """The live index, open or being opened; a new build is opened the first time it is asked for."""
    current = settings()
    return _opening(str(current.index.resolve()), live_build(), current.model, current)


def forget_opening() -> None:
    """Open the index anew at the next call: what was damaged may have been mended."""
    _opening.clear()


@st.cache_resource(max_entries=1, show_spinner=False)
def _figure_frame(build: str, _snapshot: Snapshot) -> pd.DataFrame:
    return frame_of(_snapshot.figures)


def figure_frame(snapshot: Snapshot) -> pd.DataFrame:
    """The figures of a snapshot as a table, one row a figure, in the snapshot's order; not to be changed."""
    return _figure_frame(snapshot.id, snapshot)


@st.cache_resource(show_spinner=False)
def _jobs() -> dict[Path, Job]:
    return {}


def job() -> Job | None:
    """The newest build that was started from a page on this index, under way or ended; None where there was none."""
    return _jobs().get(settings().index.resolve())


def start_build() -> Job:
    """Start a build of the live corpus, or join the one under way."""
    current = settings()
    jobs = _jobs()
    known = jobs.get(current.index.resolve())
    if known is None or not known.running:
        known = jobs[current.index.resolve()] = Job(current)
    return known


def chat() -> tuple[Turn, ...]:
    """The turns of this reader's chat, oldest first."""
    return tuple(st.session_state.get(_CHAT, ()))


def add_turn(question: str, answer: Callable[[list[str]], Answer], build: str, within: str | None) -> Turn:
    """Ask with this reader's history and keep the answer as the newest turn."""
    turns = chat()
    turn = Turn(next_number(turns), question, answer(history(turns)), build, within)
    st.session_state[_CHAT] = (*turns, turn)
    return turn


def clear_chat() -> None:
    """Begin a new chat."""
    st.session_state.pop(_CHAT, None)


def once(value: str) -> bool:
    """Whether this value of the address has not been acted upon in this session; from now on it has."""
    new = st.session_state.get(_ASKED) != value
    st.session_state[_ASKED] = value
    return new


def keep(key: str, value: Any) -> None:
    """Keep something of this reader's between runs and pages."""
    st.session_state[key] = value


def kept(key: str, default: T) -> T:
    """What this reader's session keeps under a key."""
    return st.session_state.get(key, default)  # type: ignore[no-any-return]


def locale() -> Locale:
    """The locale of the reader's browser."""
    return locale_of(st.context.locale)


def ready() -> bool:
    """Whether questions can be asked without waiting for the model."""
    return opening().stage is Stage.READY
