"""The real app in Chromium, wide and narrow, light and dark, with an accessibility check; pictures go into artefacts/."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from reportqa.settings import Settings
from tests.pages import ROOT, copied, served

CHROMIUM = shutil.which("chromium")
QUESTION = "How many tokens does China use per week?"
PICTURES = ROOT / "artefacts"
# The first page waits for the imports of a cold start, on a machine that may be busy.
expect.set_options(timeout=90_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    # In CI a missing browser is a failure, never a skip.
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def mine(corpus_index: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A corpus and an index of this module's own."""
    return copied(corpus_index, tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def app(mine: Settings) -> Iterator[str]:
    with served(mine) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A reader of their own, at a wide screen, whose page must not report an error."""
    with browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light") as context:
        opened = context.new_page()
        opened.set_default_timeout(90_000)
        yield opened
        expect(opened.get_by_test_id("stException")).to_have_count(0)


def settled(page: Page) -> None:
    """Wait until the page has run and nothing spins."""
    page.wait_for_function(
        "document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-testid=stSpinner]')"
    )
    page.wait_for_timeout(250)


def ask(page: Page, question: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".rq-question").first).to_have_text(question, timeout=90_000)
    settled(page)


def pictured(page: Page, name: str) -> None:
    """Pictures of the whole page, wide and narrow, light and dark; no serious finding of axe-core in either scheme."""
    PICTURES.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            tall = page.evaluate("document.querySelector('.stMainBlockContainer').scrollHeight")
            page.set_viewport_size({"width": width, "height": min(max(tall + 40, 900), 4000)})
            page.wait_for_timeout(300)
            page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page is too wide"
        assert serious(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})


def serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, a line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node['failureSummary'][:300]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:5]
    ]


def test_a_newcomer_asks_and_sees_the_number_and_its_source(page: Page, app: str) -> None:
    page.goto(app)
    expect(page.get_by_role("heading", name="Ask the reports")).to_be_visible()
    expect(page.locator("[class*=st-key-suggestion-] button").first).to_be_visible()
    expect(page.get_by_text("The language encoder is loading")).to_have_count(0)
    settled(page)
    pictured(page, "first-use")
    ask(page, QUESTION)
    expect(page.locator(".rq-short")).to_contain_text("7.941 trillion")
    marked = page.locator("mark.rq-mark").first
    expect(marked).to_contain_text("7.941 trillion")
    page.set_viewport_size({"width": 1440, "height": 500})
    page.get_by_role("link", name="[1]").first.click()
    expect(marked).to_be_in_viewport()
    assert marked.evaluate("e => e.matches(':target')")
    pictured(page, "answer")
    page.get_by_role("link", name="More").first.click()
    expect(page.get_by_role("heading", name="Figures", exact=True)).to_be_visible()
    expect(page.locator("h2.rq-value")).to_contain_text("7.941 trillion")
    expect(page.locator("mark.rq-here")).to_contain_text("7.941 trillion")
    expect(page.get_by_text("Answers of this session that rest on it")).to_be_visible()
    settled(page)
    pictured(page, "figures")
    for_readme(page, "figures")


def for_readme(page: Page, name: str) -> None:
    """A picture for the README, which is copied into docs/ when the pages change."""
    page.set_viewport_size({"width": 1200, "height": 860})
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / f"readme-{name}.png")


def test_a_chat_compares_derives_and_refuses(page: Page, app: str) -> None:
    page.goto(f"{app}/?q={QUESTION}")
    expect(page.locator(".rq-short")).to_contain_text("7.941 trillion")
    settled(page)
    ask(page, "What is the difference between China and the US in weekly tokens?")
    expect(page.locator(".rq-formula").first).to_contain_text("4.181 trillion tokens")
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    pictured(page, "comparison")
    for_readme(page, "answer")
    ask(page, "How many tokens does Europe use per week?")
    expect(page.locator(".rq-absent").first).to_contain_text("Not in the corpus")
    page.get_by_role("link", name="Audit").click()
    expect(page.get_by_role("heading", name="Audit", exact=True)).to_be_visible()
    settled(page)
    pictured(page, "audit")
    page.get_by_role("link", name="Ask", exact=True).click()
    expect(page.locator(".rq-question")).to_have_count(3)


def test_a_document_opens_at_the_figure_and_explains_it(page: Page, app: str) -> None:
    page.goto(f"{app}/?q={QUESTION}")
    page.get_by_role("link", name="In its document").first.click()
    here = page.locator("mark.rq-here")
    expect(here).to_contain_text("7.941 trillion tokens")
    settled(page)
    expect(here).to_be_in_viewport()
    here.get_by_role("button").press("Enter")
    known = page.locator(".rq-popover:popover-open")
    expect(known).to_contain_text("7,941,000,000,000 tokens")
    expect(known).to_contain_text("China")
    page.keyboard.press("Escape")
    expect(known).to_have_count(0)
    pictured(page, "document")


def test_the_keyboard_alone_is_enough(page: Page, app: str) -> None:
    page.goto(app)
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible()
    settled(page)
    for _ in range(12):
        if box.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    cite = page.get_by_role("link", name="[1]").first
    expect(cite).to_be_visible()
    settled(page)
    for _ in range(30):
        if cite.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark.rq-mark").first).to_be_in_viewport()
    assert page.url.endswith("#t1-m1")


def test_three_readers_ask_while_one_rebuilds(browser: Browser, app: str, mine: Settings) -> None:
    readers = [browser.new_context(viewport={"width": 1440, "height": 900}) for _ in range(3)]
    pages = [reader.new_page() for reader in readers]
    questions = (QUESTION, "How many mobile internet users does the US have?", "What is China's share of global usage?")
    later = ("How many mobile internet users does China have?", "What was the API price in May 2026?")
    try:
        for page, question in zip(pages, questions, strict=True):
            page.set_default_timeout(90_000)
            page.goto(app)
            ask(page, question)
        keeper = pages[0]
        keeper.get_by_role("link", name="Corpus").click()
        expect(keeper.get_by_role("heading", name="Corpus", exact=True)).to_be_visible()
        settled(keeper)
        pictured(keeper, "corpus")
        _added(mine.corpus)
        keeper.get_by_role("button", name="Rebuild the index").click()
        for page, question, earlier in zip(pages[1:], later, questions[1:], strict=True):
            ask(page, question)
            assert page.locator(".rq-question").all_inner_texts() == [question, earlier]
        expect(keeper.get_by_text("Files: 1 added")).to_be_visible(timeout=90_000)
        newcomer = pages[1]
        ask(newcomer, "How many passengers did Norway's ferries carry in 2025?")
        expect(newcomer.locator(".rq-short").first).to_contain_text("4.2 million")
        assert newcomer.locator(".rq-question").count() == 3
        keeper.get_by_role("link", name="Ask", exact=True).click()
        expect(keeper.locator(".rq-question")).to_have_text([QUESTION])
        for page in pages:
            expect(page.get_by_test_id("stException")).to_have_count(0)
    finally:
        for reader in readers:
            reader.close()


def _added(corpus: Path) -> None:
    (corpus / "ferries").mkdir()
    text = "# Ferries\n\nNorway's ferries carried 4.2 million passengers in 2025.\n"
    (corpus / "ferries" / "report.md").write_text(text, encoding="utf-8")
