"""Where a page's article stands: furniture is dropped, and the element that holds the main text is found."""

from __future__ import annotations

import copy
import logging
import re

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports each page without a main text

__all__ = ["MAX_DEPTH", "depth_of", "main_element", "prune"]

MAX_DEPTH = 200  # libxml2 itself stops at 256; a page that a person wrote nests less than 60 deep

_MAX_ELEMENTS = 30_000  # past which the search for the main text would take minutes: the whole body is read

_DROPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "nav", "form",
     "button", "select", "input", "textarea", "dialog", "menu", "del", "s", "strike", "head", "map", "footer"]
)  # fmt: skip
_NEVER = frozenset(
    ["article", "main", "body", "table", "figure", "p", "td", "th", "tr", "tbody", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert", "menu", "menubar", "toolbar"]
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|consent|banner|footer|sidebar|side-bar|share|sharing|social|"
    r"related|recommend(?:ed|ations)?|comments?|newsletter|subscribe|subscription|promo|advert(?:s|isement)?|ads?|popup|modal|"
    r"skip-link|pagination|toolbar|sponsor(?:ed)?|widget|masthead)(?:$|[\s_-])",
    re.I,
)


def depth_of(tree: HtmlElement) -> int:
    """How many elements deep a tree nests (no recursion)."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def prune(tree: HtmlElement) -> None:
    """Drops what is not the page's own words: scripts, menus, banners, footers, forms, hidden and struck text. In place.

    An element is furniture by its name only where it holds less than half of the page's words, and never where it is or
    holds the article.
    """
    whole = max(_length(tree), 1)
    for element in list(tree.iter()):
        if element is tree or element.getparent() is None or not isinstance(element.tag, str):
            continue
        furniture = _is_furniture(element) and _length(element) * 2 < whole and element.find(".//article") is None
        if element.tag in _DROPPED or _is_hidden(element) or furniture:
            element.drop_tree()


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _is_furniture(element: HtmlElement) -> bool:
    if element.tag in _NEVER:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    inside = any(a.tag == "article" for a in element.iterancestors())
    return (
        element.get("role") in _ROLES
        or (element.tag == "aside" and not inside)
        or (element.tag == "header" and not inside and element.find(".//h1") is None)
        or (bool(names.strip()) and _FURNITURE.search(names) is not None)
    )


def _length(element: HtmlElement) -> int:
    return sum(len(t) for t in element.itertext() if t.strip())


def main_element(tree: HtmlElement) -> HtmlElement:
    """The element that holds the article, of a pruned tree."""
    body = tree.find("body")
    body = tree if body is None else body
    whole = max(_length(body), 1)
    for xpath in (".//article", ".//main", ".//*[@role='main']", ".//*[@itemprop='articleBody']"):
        found = body.findall(xpath)
        if len(found) == 1 and _length(found[0]) * 2 > whole:
            return _with_title(found[0], body)
    return _with_title(_holding_main_text(body), body)


def _with_title(element: HtmlElement, body: HtmlElement) -> HtmlElement:
    """The nearest element above that also holds the page's only first heading, where that adds little else."""
    titles = body.findall(".//h1")
    if len(titles) != 1 or any(a is element for a in titles[0].iterancestors()):
        return element
    for above in element.iterancestors():
        if any(a is above for a in titles[0].iterancestors()):
            return above if _length(above) < 1.5 * _length(element) + 200 else element
    return element


def _holding_main_text(body: HtmlElement) -> HtmlElement:
    """The smallest element that holds nearly all the words which trafilatura takes for the main text; the body otherwise."""
    if sum(1 for _ in body.iter()) > _MAX_ELEMENTS:
        return body
    text = (
        trafilatura.extract(copy.deepcopy(body), include_tables=True, include_comments=False, favor_recall=True) or ""
    )
    lines = [" ".join(line.split())[:60] for line in text.splitlines()]
    lines = [line for line in lines if len(line) > 25 and "|" not in line]
    if len(lines) < 3:
        return body
    element = body
    while True:
        held = [c for c in element if isinstance(c.tag, str) and _holds(c, lines)]
        if len(held) != 1:
            return element
        element = held[0]


def _holds(element: HtmlElement, lines: list[str]) -> bool:
    words = " ".join(" ".join(element.itertext()).split())
    return sum(line in words for line in lines) >= 0.9 * len(lines)
