"""What the tests share: the real encoder, a tiny corpus, and the project's own corpus built once."""

import shutil
from pathlib import Path

import pytest
from invented import snapshot_of

from reportqa.indexing.build import build
from reportqa.indexing.encoder import Encoder, load_encoder
from reportqa.indexing.snapshot import Snapshot, open_snapshot
from reportqa.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"

FERRIES = """---
title: Ferry traffic in the north
publisher: Harbour Office
published: 2026-03-01
---
# Ferry traffic in the north

Norway's ferries carried 4.2 million passengers in 2025. Denmark's ferries carried 1.9 million passengers in 2025.

## Prices

A ticket from Oslo costs 35 USD.
"""
CARGO = "country,cargo (million tonnes)\nNorway,12.5\nDenmark,8.1\n"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real default model, loaded once."""
    return load_encoder()


def written(corpus: Path) -> Path:
    """The tiny corpus, written into a new folder."""
    (corpus / "ferries").mkdir(parents=True)
    (corpus / "ferries" / "report.md").write_text(FERRIES, encoding="utf-8")
    (corpus / "ferries" / "cargo.csv").write_text(CARGO, encoding="utf-8")
    return corpus


@pytest.fixture
def tiny_corpus(tmp_path: Path) -> Path:
    """A corpus folder of one report: an article and a table. A test may change it."""
    return written(tmp_path / "corpus")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the tiny corpus, built once. Not to be written to."""
    folder = tmp_path_factory.mktemp("tiny")
    build(written(folder / "corpus"), folder / "index")
    return folder / "index"


@pytest.fixture
def tiny_index(tmp_path: Path, built_once: Path) -> Path:
    """An index of the tiny corpus as a build leaves it. A test may change it."""
    return Path(shutil.copytree(built_once, tmp_path / "index"))


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The project's own corpus, built once into a temporary folder: the settings that open it. Not to be written to."""
    settings = Settings(corpus=CORPUS, index=tmp_path_factory.mktemp("index"))
    build(settings.corpus, settings.index)
    return settings


@pytest.fixture(scope="session")
def snapshot(corpus_index: Settings) -> Snapshot:
    """The snapshot of the project's own corpus."""
    return open_snapshot(corpus_index.index)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The snapshot of a few invented reports (tests/invented.py), built once. Not to be written to."""
    return snapshot_of(tmp_path_factory.mktemp("invented"))
