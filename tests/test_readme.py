"""What the README says is so: its examples run, and it names every command, setting and format."""

import re
import shlex
from pathlib import Path

import pytest

from reportqa import cli
from reportqa.reading.read import SUFFIXES
from reportqa.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = [
    line
    for block in re.findall(r"```bash\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.startswith("python -m reportqa ")
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(
    example: str, corpus_index: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REPORTQA_CORPUS", str(corpus_index.corpus))
    monkeypatch.setenv("REPORTQA_INDEX", str(corpus_index.index))
    with pytest.raises(SystemExit) as ended:
        cli.main(shlex.split(example)[3:])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip()


def test_the_first_example_answers_with_its_source(corpus_index: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    question = next(shlex.split(e)[4] for e in EXAMPLES if " ask " in e)
    with pytest.raises(SystemExit):
        cli.main(["ask", question, "--index", str(corpus_index.index)])
    said = capsys.readouterr().out
    assert "7.941 trillion tokens" in said and "china-llm-usage-2026/" in said


def test_every_command_setting_and_format_is_named() -> None:
    commands = re.findall(r"^    (\w+) ", cli.parser().format_help().split("COMMAND\n", 1)[1], re.M)
    assert {"build", "ask", "rollback"} <= set(commands)
    for command in commands:
        assert f"| `{command}` |" in README
    for variable in re.findall(r"REPORTQA_\w+", (ROOT / "reportqa" / "settings.py").read_text(encoding="utf-8")):
        assert f"`{variable}`" in README
    for suffix in SUFFIXES:
        assert f"`{suffix}`" in README


def test_its_pictures_are_there() -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert 10_000 < (ROOT / picture).stat().st_size < 400_000
