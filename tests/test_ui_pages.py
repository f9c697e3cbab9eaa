"""Each state of each page, run as Streamlit runs it, over a real corpus and index."""

import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, builds, current_id
from reportqa.settings import Settings
from reportqa.ui.plain import markdown
from tests.pages import app, copied, shown

QUESTION = "How many tokens does China use per week?"


def asked(at: AppTest, *questions: str) -> AppTest:
    at.run()
    for question in questions:
        at.chat_input(key="question").set_value(question).run()
    assert not at.exception
    return at


def keys(at: AppTest, start: str) -> list[str]:
    return sorted(str(b.key) for b in at.button if str(b.key).startswith(start))


def test_first_use_says_what_this_is_and_offers_questions(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings
) -> None:
    at = asked(app(monkeypatch, corpus_index))
    assert "Answers with the numbers that prove them" in shown(at)
    assert "1 report, 10 files" in shown(at)
    assert len(keys(at, "suggestion-")) == 6
    at.button(key="suggestion-0").click().run()
    assert not at.exception
    assert at.session_state["chat"][0].answer.status in ("answered", "absent")


def test_an_answer_shows_its_number_its_card_and_its_source(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings
) -> None:
    at = asked(app(monkeypatch, corpus_index), QUESTION)
    page = shown(at)
    assert '<p class="rq-short">7.941 trillion tokens' in page
    assert 'href="#t1-m1"' in page
    assert 'id="t1-m1">7.941 trillion tokens' in page
    assert "7,941,000,000,000 tokens" in page
    assert at.query_params["q"] == QUESTION


def test_a_follow_up_shows_what_was_understood(monkeypatch: pytest.MonkeyPatch, corpus_index: Settings) -> None:
    at = asked(app(monkeypatch, corpus_index), QUESTION, "And the US?")
    assert any("Understood as" in c.value and "US" in c.value for c in at.caption)
    first, second = at.session_state["chat"]
    assert (first.number, second.number) == (1, 2)
    assert second.answer.figures[0].text.startswith("3.76 trillion")


def test_a_refusal_offers_the_nearest_figures_as_questions(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings
) -> None:
    at = asked(app(monkeypatch, corpus_index), "How many tokens does Europe use per week?")
    assert "Not in the corpus" in shown(at)
    offered = keys(at, "nearest-1-")
    assert offered
    at.button(key=offered[0]).click().run()
    assert not at.exception
    assert len(at.session_state["chat"]) == 2


def test_a_link_asks_its_question_once(monkeypatch: pytest.MonkeyPatch, corpus_index: Settings) -> None:
    at = asked(app(monkeypatch, corpus_index, q=QUESTION))
    assert [t.question for t in at.session_state["chat"]] == [QUESTION]
    at.run()
    assert len(at.session_state["chat"]) == 1


def test_an_answer_is_narrowed_to_a_file(monkeypatch: pytest.MonkeyPatch, corpus_index: Settings) -> None:
    at = app(monkeypatch, corpus_index).run()
    at.selectbox(key="within").select("china-llm-usage-2026/weekly-tokens-by-region.csv").run()
    asked(at, "How many weekly tokens for China?")
    (turn,) = at.session_state["chat"]
    assert {f.document for f in turn.answer.figures} == {"china-llm-usage-2026/weekly-tokens-by-region.csv"}
    assert 'id="t1-m1">7.941</mark>' in shown(at)


def test_the_chat_survives_a_page_switch_and_ends_when_asked(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings
) -> None:
    at = asked(app(monkeypatch, corpus_index), QUESTION)
    at.switch_page("reportqa/ui/figures.py").run()
    at.switch_page("reportqa/ui/ask.py").run()
    assert not at.exception
    assert "7.941 trillion tokens" in shown(at)
    at.button(key="new-chat").click().run()
    assert "chat" not in at.session_state
    assert keys(at, "suggestion-")


def test_a_verdict_and_its_note_are_kept(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings, tmp_path: Path
) -> None:
    kept = replace(corpus_index, feedback=tmp_path / "feedback.jsonl")
    at = asked(app(monkeypatch, kept), QUESTION)
    at.feedback(key="thumbs-1").set_value(1).run()
    at.text_input(key="note-text-1").input("Right number, right week")
    next(b for b in at.button if b.label == "Keep the note").click().run()
    assert not at.exception
    rows = [json.loads(line) for line in kept.feedback.read_text(encoding="utf-8").splitlines()]
    assert [(r["verdict"], r["note"]) for r in rows] == [("up", ""), ("up", "Right number, right week")]


def test_a_missing_index_offers_to_build_it(monkeypatch: pytest.MonkeyPatch, tiny_corpus: Path, tmp_path: Path) -> None:
    at = asked(app(monkeypatch, Settings(corpus=tiny_corpus, index=tmp_path / "index")))
    assert at.header[0].value == "No index yet"
    at.button(key="build").click().run()
    for _ in range(120):
        if current_id(tmp_path / "index"):
            break
        assert at.header[0].value == "The reports are being read"
        time.sleep(0.5)
    asked(at, "How many passengers did Norway’s ferries carry in 2025?")
    assert "4.2 million passengers" in shown(at)


def test_an_empty_corpus_says_how_to_fill_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    at = asked(app(monkeypatch, Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")))
    assert at.header[0].value == "The corpus is empty"
    for page in ("figures", "audit", "document"):
        at.switch_page(f"reportqa/ui/{page}.py").run()
        assert not at.exception and at.header[0].value == "The corpus is empty"
    at.switch_page("reportqa/ui/corpus.py").run()
    assert not at.exception and "The corpus is empty" in at.info[0].value


def test_a_broken_index_says_what_to_do_and_goes_back(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings, tmp_path: Path
) -> None:
    broken = copied(corpus_index, tmp_path)
    live = str(current_id(broken.index))
    older = broken.index / "20200101T000000-abcdef"
    shutil.copytree(broken.index / live, older)
    (broken.index / live / "figures.parquet").write_bytes(b"damaged")
    at = asked(app(monkeypatch, broken))
    assert at.header[0].value == "The index cannot be opened"
    assert "figures" in at.error[0].value and markdown(live) in at.error[0].value
    assert keys(at, "roll-back") == ["roll-back"]
    at.button(key="try-again").click().run()
    assert at.header[0].value == "The index cannot be opened"


def test_every_figure_is_found_by_text_and_by_filters(monkeypatch: pytest.MonkeyPatch, corpus_index: Settings) -> None:
    at = app(monkeypatch, corpus_index, "figures").run()
    assert not at.exception
    total = len(at.dataframe[0].value)
    assert any(f"**{total}** of {total} figures" in m.value for m in at.markdown)
    at.multiselect(key="unit").select("token")
    at.multiselect(key="subject").select("China").run()
    kept = at.dataframe[0].value
    assert set(kept["unit"]) == {"token"} and set(kept["subject"]) == {"China"}
    assert 0 < len(kept) < total
    at.selectbox(key="order").select("value").run()
    assert list(at.dataframe[0].value["value"]) == sorted(kept["value"], reverse=True)
    at.button(key="clear").click().run()
    assert len(at.dataframe[0].value) == total


def _quotes(snapshot: Snapshot, places: Iterable[str]) -> list[str]:
    by_place: dict[str, str] = {}
    for f in snapshot.figures:
        by_place[f.locator] = f"{by_place.get(f.locator, '')} {f.quote} {f.text}"
    return [by_place[place] for place in places]


def test_a_search_by_meaning_ranks_and_by_text_matches(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings, snapshot: Snapshot
) -> None:
    at = app(monkeypatch, corpus_index, "figures").run()
    at.text_input(key="search").input("cost of calling an API").run()
    assert not at.exception
    assert "RMB / kilotoken" in list(at.dataframe[0].value["unit"])[:5]
    at.text_input(key="search").input("7.941")
    at.button_group(key="mode").set_value("By text").run()
    assert not at.exception
    found = at.dataframe[0].value
    assert 7.941e12 in set(found["value"]) and "7.941" in set(found["text"])
    assert all("7.941" in q for q in _quotes(snapshot, found["locator"]))
    at.text_input(key="search").input("no such words anywhere").run()
    assert "No figure fits" in at.info[0].value


def test_a_figure_in_the_address_is_shown_with_its_cell_marked(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings, snapshot: Snapshot
) -> None:
    at = asked(app(monkeypatch, corpus_index), QUESTION)
    cited = at.session_state["chat"][0].answer.figures[0]
    at.switch_page("reportqa/ui/figures.py")
    at.query_params["figure"] = cited.id
    at.run()
    assert not at.exception
    assert f'<h2 class="rq-value">{cited.text}</h2>' in shown(at)
    assert any("Answers of this session" in m.value for m in at.markdown)
    cell = next(f for f in snapshot.figures if f.text == "7.941" and "row China" in f.locator)
    at.query_params["figure"] = cell.id
    at.run()
    assert '<mark class="rq-mark rq-here">7.941</mark>' in shown(at)
    assert '<th scope="row">China</th>' in shown(at)


def test_a_document_is_opened_at_a_figure(monkeypatch: pytest.MonkeyPatch, corpus_index: Settings) -> None:
    at = asked(app(monkeypatch, corpus_index), QUESTION)
    cited = at.session_state["chat"][0].answer.figures[0]
    at.switch_page("reportqa/ui/document.py")
    at.query_params["document"] = cited.document
    at.query_params["figure"] = cited.id
    at.run()
    assert not at.exception
    assert shown(at).count("rq-mark rq-here") == 1
    assert "figures marked" in shown(at)
    at.query_params["document"] = "no/such.md"
    at.run()
    assert not at.exception and "no such document" in at.warning[0].value


def test_the_audit_shows_what_disagrees_first(monkeypatch: pytest.MonkeyPatch, corpus_index: Settings) -> None:
    at = app(monkeypatch, corpus_index, "audit").run()
    assert not at.exception
    assert "checks disagree" in at.warning[0].value
    page = shown(at)
    assert 0 < page.find("Disagrees") < page.find("Agrees")
    at.button_group(key="show").set_value("What agrees").run()
    assert not at.exception and "Disagrees" not in shown(at)


def test_the_audit_of_a_corpus_without_relations(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.md").write_text("# One\n\nA ticket from Oslo costs 35 USD.\n", encoding="utf-8")
    build(tmp_path / "corpus", tmp_path / "index")
    at = app(monkeypatch, Settings(corpus=tmp_path / "corpus", index=tmp_path / "index"), "audit").run()
    assert not at.exception
    assert "No figures of this corpus" in at.info[0].value


def test_the_corpus_is_listed_for_those_who_may_only_read(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings
) -> None:
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    try:
        at = app(monkeypatch, corpus_index, "corpus").run()
    finally:
        config.set_option("server.address", before)
    assert not at.exception
    assert len(at.dataframe[0].value) == 10
    assert [b.key for b in at.button] == [] and not at.get("file_uploader")
    assert any("for its editors" in c.value for c in at.caption)


def test_a_file_is_added_read_and_gone_back_from(
    monkeypatch: pytest.MonkeyPatch, corpus_index: Settings, tmp_path: Path
) -> None:
    mine = copied(corpus_index, tmp_path)
    at = app(monkeypatch, mine, "corpus").run()
    assert not at.exception
    at.file_uploader(key="add-files").set_value(
        ("ferries.md", b"# Ferries\n\nNorway's ferries carried 4.2 million passengers in 2025.\n", "text/markdown")
    )
    at.text_input(key="add-name").input("ferries")
    next(b for b in at.button if b.label == "Add to the corpus").click().run()
    assert not at.exception
    assert (mine.corpus / "ferries" / "ferries.md").is_file()
    assert "1 file differs" in at.info[0].value
    first = current_id(mine.index)
    at.button(key="build").click().run()
    _built(at, mine, str(first))
    assert "Files: 1 added" in at.success[0].value
    at.switch_page("reportqa/ui/ask.py")
    asked(at, "How many passengers did Norway's ferries carry in 2025?")
    assert "4.2 million passengers" in shown(at)
    at.switch_page("reportqa/ui/corpus.py").run()
    at.button(key="go-back-confirmed").click().run()
    assert not at.exception
    assert current_id(mine.index) == first and len(builds(mine.index)) == 2


def _built(at: AppTest, settings: Settings, before: str) -> None:
    for _ in range(120):
        at.run()
        assert not at.exception
        if current_id(settings.index) != before and at.success:
            return
        time.sleep(0.5)
    raise AssertionError("the build did not end")


HOSTILE = """# <script>alert(1)</script> $x$ **not bold** \u202etxet

The <b>price</b> of Widgets was $5 million in 2025. [link](javascript:alert(1)) :red[x] costs $7 million in 2024.

| <i>Region</i> | Sales (USD) |
|---|---|
| <img src=x onerror=alert(1)> | 12 |
"""


def test_corpus_text_never_becomes_markup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "corpus" / "odd").mkdir(parents=True)
    (tmp_path / "corpus" / "odd" / "a.md").write_text(HOSTILE, encoding="utf-8")
    build(tmp_path / "corpus", tmp_path / "index")
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    at = asked(app(monkeypatch, settings), "What was the price of Widgets in 2025?", "<script>alert(2)</script> price?")
    pages = [shown(at)]
    for page in ("figures", "corpus", "audit"):
        at.switch_page(f"reportqa/ui/{page}.py").run()
        assert not at.exception
        pages.append(shown(at))
    at.switch_page("reportqa/ui/document.py")
    at.query_params["document"] = "odd/a.md"
    at.run()
    assert not at.exception
    pages.append(shown(at))
    for page in pages:
        assert "<script" not in page and "<img" not in page and "<b>price" not in page and "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages[-1] and "⟨U+202E⟩" in pages[-1]
