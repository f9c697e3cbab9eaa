"""Short forms of what business reports measure, and the words that they stand for."""

from __future__ import annotations

__all__ = ["ABBREVIATIONS"]

ABBREVIATIONS = {
    "capex": "capital expenditure",
    "opex": "operating expenses",
    "eps": "earnings per share",
    "dps": "dividend per share",
    "ebitda": "EBITDA",
    "ebit": "EBIT",
    "arpu": "average revenue per user",
    "aov": "average order value",
    "adr": "average daily rate",
    "revpar": "revenue per available room",
    "gmv": "gross merchandise volume",
    "aum": "assets under management",
    "nav": "net asset value",
    "roe": "return on equity",
    "roa": "return on assets",
    "roce": "return on capital employed",
    "roi": "return on investment",
    "fcf": "free cash flow",
    "cogs": "cost of goods sold",
    "cpm": "cost per thousand",
    "cac": "customer acquisition cost",
    "nps": "net promoter score",
    "plf": "passenger load factor",
    "rpk": "revenue passenger kilometres",
    "gdp": "gross domestic product",
    "cpi": "consumer price index",
    "er": "emergency",
    "hq": "headquarters",
}
"""What each short form stands for; those that are another word too are read so only where the corpus leaves no doubt."""
