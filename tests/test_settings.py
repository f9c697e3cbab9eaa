"""Settings come from the environment; an argument wins over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.settings import Settings, load

NAMES = ("CORPUS", "INDEX", "MODEL", "LLM_URL", "LLM_MODEL", "LLM_KEY", "FEEDBACK", "EDITORS")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that sets nothing of ours."""
    for name in NAMES:
        monkeypatch.delenv(f"REPORTQA_{name}", raising=False)


def test_the_defaults() -> None:
    assert load() == Settings(Path("corpus"), Path("index"), feedback=Path("feedback.jsonl"))


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    values = ("/c", "/i", "m", "http://u", "lm", "k", "/f.jsonl", " ann, bo ,,")
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(f"REPORTQA_{name}", value)
    assert load() == Settings(Path("/c"), Path("/i"), "m", "http://u", "lm", "k", Path("/f.jsonl"), ("ann", "bo"))


def test_an_argument_wins_and_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTQA_CORPUS", "/c")
    monkeypatch.setenv("REPORTQA_INDEX", "")
    assert load(corpus="mine").corpus == Path("mine")
    assert load(index=Path("here")) == Settings(Path("/c"), Path("here"))
    assert load().index == Path("index")
