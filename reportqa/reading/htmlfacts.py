"""Title, publisher, author and date that a page's own metadata says: meta elements, JSON-LD, <time>."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from reportqa.reading.htmltext import inline_text
from reportqa.reading.metadata import Facts, clean_name, clean_title, iso_date, publisher_in

__all__ = ["page_facts"]

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "publish_date",
    "pubdate",
    "citation_publication_date",
)
_PUBLISHER = (
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "og:site_name",
    "citation_publisher",
    "application-name",
)
_AUTHOR = ("author", "dc.creator", "article:author", "citation_author")


def page_facts(tree: HtmlElement) -> Facts:
    """The facts of a page that is not yet pruned."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        meta.setdefault(key, " ".join((element.get("content") or "").split()))
    article = next(_articles(tree), {})
    headings = [inline_text(h) for h in tree.iter("h1")]
    name = tree.find(".//title")
    title = (
        headings[0] if len(headings) == 1 else meta.get("og:title") or (inline_text(name) if name is not None else "")
    )
    time = next((t.get("datetime") or "" for t in tree.iter("time") if t.get("datetime")), "")
    published = str(article.get("datePublished") or "") or _first(meta, _PUBLISHED) or time
    footer = " ".join(publisher_in(inline_text(f)) for f in list(tree.iter("footer"))[-1:])
    return Facts(
        title=clean_title(str(article.get("headline") or "") or title),
        publisher=clean_name(_name(article.get("publisher")) or _first(meta, _PUBLISHER)) or footer,
        author=clean_name(_name(article.get("author")) or _first(meta, _AUTHOR)),
        published=iso_date(published),
    )


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((meta[k] for k in keys if meta.get(k)), "")


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page that describe an article or a report."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or len(script.text or "") > 200_000:
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        entries = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        for entry in entries:
            if isinstance(entry, dict) and re.search(r"Article|Report|Posting|Dataset", str(entry.get("@type"))):
                yield entry


def _name(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value.get("name") or "") if isinstance(value, dict) else str(value or "")
