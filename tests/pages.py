"""The app in a test without a browser, and in a server of its own for one with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from reportqa.settings import Settings

ROOT = Path(__file__).parents[1]
APP = ROOT / "app.py"


def copied(settings: Settings, into: Path) -> Settings:
    """A corpus and its index that a test may change."""
    shutil.copytree(settings.corpus, into / "corpus")
    shutil.copytree(settings.index, into / "index")
    return Settings(corpus=into / "corpus", index=into / "index", feedback=into / "feedback.jsonl")


def app(monkeypatch: pytest.MonkeyPatch, settings: Settings, page: str = "ask", **params: str) -> AppTest:
    """One page, not yet run, of an app over a corpus and an index, with nothing cached from an earlier test."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("REPORTQA_CORPUS", str(settings.corpus))
    monkeypatch.setenv("REPORTQA_INDEX", str(settings.index))
    monkeypatch.setenv("REPORTQA_FEEDBACK", str(settings.feedback))
    st.cache_resource.clear()
    st.cache_data.clear()
    at = AppTest.from_file(str(APP), default_timeout=30)
    if page != "ask":
        at.switch_page(f"reportqa/ui/{page}.py")
    for name, value in params.items():
        at.query_params[name] = value
    return at


def shown(at: AppTest) -> str:
    """Everything that a page shows as text or HTML, one element a line."""
    kinds = ("header", "markdown", "caption", "text", "info", "warning", "error", "success")
    lines = [element.value for kind in kinds for element in getattr(at, kind)]
    bodies = (element.proto.body for element in at.get("html"))
    return "\n".join([*lines, *(body for body in bodies if not body.startswith("<style>"))])


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The real app on a free port of this machine; yields its address and ends it after."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    env = os.environ | {
        "REPORTQA_CORPUS": str(settings.corpus), "REPORTQA_INDEX": str(settings.index),
        "REPORTQA_FEEDBACK": str(settings.feedback), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(APP),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://localhost:{port}/_stcore/health", process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the app ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the app did not start within a minute")
