"""The only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Settings", "load"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and what they may use.

    `model` is "" for the default encoder, else the name or folder of any sentence-transformers model.
    `llm_url`, `llm_model`, `llm_key` name an OpenAI-compatible endpoint; no URL means no language model.
    `feedback` is the local file that thumbs and notes are appended to.
    """

    corpus: Path
    index: Path
    model: str = ""
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = ""
    feedback: Path = Path("feedback.jsonl")
    editors: tuple[str, ...] = ()


def load(corpus: str | Path | None = None, index: str | Path | None = None) -> Settings:
    """Settings from the environment; an argument that is given wins over it."""
    env = os.environ
    return Settings(
        corpus=Path(corpus or env.get("REPORTQA_CORPUS") or "corpus"),
        index=Path(index or env.get("REPORTQA_INDEX") or "index"),
        model=env.get("REPORTQA_MODEL", ""),
        llm_url=env.get("REPORTQA_LLM_URL", ""),
        llm_model=env.get("REPORTQA_LLM_MODEL", ""),
        llm_key=env.get("REPORTQA_LLM_KEY", ""),
        feedback=Path(env.get("REPORTQA_FEEDBACK") or "feedback.jsonl"),
        editors=tuple(e.strip() for e in env.get("REPORTQA_EDITORS", "").split(",") if e.strip()),
    )
