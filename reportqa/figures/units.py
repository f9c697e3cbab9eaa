"""Canonical units: how they are written, and the arithmetic between them (through pint).

A canonical unit is "" (a bare count) or base units joined by " * " and " / ": `percent`, `token`, `RMB / kilotoken`,
`USD / seat / month`. Currencies and counted nouns are dimensions of their own: nothing converts users into tokens or
dollars into euros.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportqa.errors import UnitError

if TYPE_CHECKING:
    import pint

__all__ = [
    "CASED",
    "CODES",
    "CURRENCIES",
    "NOUN_UNITS",
    "PHYSICAL",
    "PHYSICAL_UNITS",
    "TIMES",
    "combine",
    "compatible",
    "convert",
    "currency",
    "is_currency",
    "is_money",
    "readable",
    "singular",
]

# Codes of currencies, read only in capitals.
CODES = tuple(
    """RMB CNY USD EUR GBP JPY NOK SEK DKK ISK CHF INR AUD CAD NZD HKD SGD TWD KRW BRL ZAR PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR QAR KWD
    EGP NGN KES GHS MXN CLP COP PEN ARS UYU THB MYR IDR PHP VND PKR BDT LKR""".split()
)
# Every way a currency is written, to its code. RMB is kept as the first reports write it; CNY means the same.
CURRENCIES = {code.lower(): code for code in CODES} | {
    "$": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "美元": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR",
    "£": "GBP", "pounds": "GBP", "pound": "GBP", "¥": "RMB", "￥": "RMB", "cny": "RMB", "yuan": "RMB", "元": "RMB", "人民币": "RMB",
    "renminbi": "RMB", "yen": "JPY", "日元": "JPY", "₹": "INR", "rupees": "INR", "rupee": "INR", "rs": "INR", "rs.": "INR", "rupiah": "IDR", "rupiahs": "IDR", "dong": "VND",
    "baht": "THB", "ringgit": "MYR", "zloty": "PLN", "zlotys": "PLN", "forint": "HUF", "shekels": "ILS", "naira": "NGN", "taka": "BDT", "hryvnia": "UAH",
    "dirhams": "AED", "riyals": "SAR", "lira": "TRY", "liras": "TRY", "reais": "BRL", "rand": "ZAR", "koruna": "CZK", "lei": "RON", "a$": "AUD", "c$": "CAD", "hk$": "HKD",
    "nz$": "NZD", "nt$": "TWD", "s$": "SGD", "₩": "KRW", "won": "KRW", "r$": "BRL", "₽": "RUB", "roubles": "RUB", "rubles": "RUB", "pesos": "peso",
    "francs": "CHF", "us dollars": "USD", "u.s. dollars": "USD", "canadian dollars": "CAD", "australian dollars": "AUD", "swiss francs": "CHF",
    "norwegian kroner": "NOK", "swedish kronor": "SEK", "danish kroner": "DKK", "pounds sterling": "GBP", "danish crowns": "DKK", "kr": "kr", "kroner": "kr", "kronor": "kr", "krone": "kr", "cents": "cent", "cent": "cent", "pence": "penny",
}  # fmt: skip

# Units that physics defines, by every way reports write them (in lower case), to pint's name.
PHYSICAL = {
    "km": "kilometer", "kms": "kilometer", "kilometre": "kilometer", "kilometres": "kilometer", "kilometers": "kilometer", "kilometer": "kilometer",
    "mile": "mile", "miles": "mile", "nautical miles": "nautical_mile", "metre": "meter", "metres": "meter", "meter": "meter", "meters": "meter",
    "m": "meter", "cm": "centimeter", "centimetre": "centimeter", "centimetres": "centimeter", "centimeters": "centimeter", "mm": "millimeter", "feet": "foot", "foot": "foot", "ft": "foot", "inches": "inch", "inch": "inch",
    "kg": "kilogram", "kilograms": "kilogram", "kilogram": "kilogram", "grams": "gram", "gram": "gram", "tonne": "tonne", "tonnes": "tonne",
    "tons": "tonne", "ton": "tonne", "t": "tonne", "kt": "kilotonne", "mt": "megatonne", "kilotonnes": "kilotonne", "lbs": "pound", "ounces": "ounce",
    "w": "watt", "kw": "kilowatt", "mw": "megawatt", "gw": "gigawatt", "tw": "terawatt", "watts": "watt", "watt": "watt", "kilowatts": "kilowatt",
    "megawatts": "megawatt", "gigawatts": "gigawatt", "megawatt": "megawatt", "gigawatt": "gigawatt", "kilowatt": "kilowatt",
    "wh": "watt_hour", "kwh": "kilowatt_hour", "mwh": "megawatt_hour", "gwh": "gigawatt_hour", "twh": "terawatt_hour",
    "kv": "kilovolt", "volts": "volt", "mj": "megajoule", "gj": "gigajoule", "tj": "terajoule", "pj": "petajoule",
    "hectare": "hectare", "hectares": "hectare", "ha": "hectare", "acre": "acre", "acres": "acre", "litre": "liter", "litres": "liter",
    "liter": "liter", "liters": "liter", "ml": "milliliter", "gallon": "gallon", "gallons": "gallon", "barrel": "oil_barrel",
    "barrels": "oil_barrel", "bbl": "oil_barrel", "°c": "degree_Celsius", "degrees celsius": "degree_Celsius", "°f": "degree_Fahrenheit",
    "degrees fahrenheit": "degree_Fahrenheit", "degrees": "degree", "gb": "gigabyte", "tb": "terabyte", "pb": "petabyte", "mb": "megabyte", "kb": "kilobyte",
    "hz": "hertz", "mhz": "megahertz", "ghz": "gigahertz", "ms": "millisecond", "milliseconds": "millisecond",
    "gbps": "gigabit / second", "mbps": "megabit / second", "gbit/s": "gigabit / second", "mbit/s": "megabit / second",
    "km/h": "kilometer / hour", "m/s": "meter / second", "mph": "mile / hour", "knots": "knot",
    "sq km": "kilometer ** 2", "km²": "kilometer ** 2", "km2": "kilometer ** 2", "m²": "meter ** 2", "m2": "meter ** 2", "sqm": "meter ** 2",
    "sq m": "meter ** 2", "sq ft": "foot ** 2", "m³": "meter ** 3", "m3": "meter ** 3", "teu": "TEU", "bcm": "billion_cubic_meter",
}  # fmt: skip
# Every length to its second and third power ("cubic feet"), every power in watts over an hour ("terawatt-hours").
PHYSICAL |= {
    f"{word} {length}": f"{PHYSICAL[length]} ** {power}"
    for word, power in (("square", 2), ("cubic", 3))
    for length in PHYSICAL
    if PHYSICAL[length] in ("kilometer", "mile", "meter", "centimeter", "foot", "inch") and len(length) > 3
} | {
    f"{prefix}watt{between}{hour}": f"{prefix}watt_hour"
    for prefix in ("", "kilo", "mega", "giga", "tera")
    for between in ("-", " ")
    for hour in ("hour", "hours")
}
PHYSICAL_UNITS = frozenset(PHYSICAL.values())
# Units that are other words in other letters: only these exact forms count.
CASED = {
    "W": "w", "MW": "mw", "GW": "gw", "TW": "tw", "Wh": "wh", "MB": "mb", "GB": "gb", "TB": "tb", "PB": "pb", "Mt": "mt", "ha": "ha", "TEU": "teu",
    "ms": "ms", "t": "t", "m": "m", "kt": "kt", "MJ": "mj", "GJ": "gj", "TJ": "tj", "PJ": "pj", "kV": "kv", "KB": "kb", "kB": "kb",
}  # fmt: skip

TIMES = {
    "second": "second", "seconds": "second", "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
    "hour": "hour", "hours": "hour", "hrs": "hour", "day": "day", "days": "day", "week": "week", "weeks": "week",
    "month": "month", "months": "month", "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
    "annum": "year", "decade": "decade", "decades": "decade", "fortnight": "fortnight",
    "小时": "hour", "分钟": "minute", "天": "day", "周": "week", "个月": "month",
}  # fmt: skip

# Counted nouns that mean the same thing.
NOUN_UNITS = {
    "fte": "full-time equivalent", "ftes": "full-time equivalent", "people": "person", "persons": "person", "staff": "employee", "workers": "employee", "headcount": "employee",
    "人": "person", "用户": "user", "个用户": "user", "次": "time", "人次": "visit", "家": "company", "个": "",
    "personnel": "employee", "travellers": "traveller", "travelers": "traveller", "aircraft": "aircraft", "crew": "crew", "police": "police",
    "feet": "foot", "mice": "mouse", "media": "media", "data": "data", "lives": "life", "wives": "wife", "halves": "half", "leaves": "leaf",
    "shelves": "shelf", "movies": "movie", "cookies": "cookie", "calories": "calorie", "series": "series", "species": "species",
    "buses": "bus", "viruses": "virus", "bonuses": "bonus", "gases": "gas", "lenses": "lens", "analyses": "analysis", "crises": "crisis",
    "houses": "house", "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato", "premises": "premises", "headquarters": "headquarters",
}  # fmt: skip

_IRREGULAR = {
    "countries": "country",
    "companies": "company",
    "children": "child",
    "men": "man",
    "women": "woman",
    "series": "series",
}
# What pint calls a unit where reports have another name for it.
_PINT_NAMES = {"metric_ton": "tonne"}
_RATIO_UNITS = frozenset({"ratio", "percent", "percentage_point", "basis_point"})


_PLURAL_IN_I = re.compile(r"(?:tax|\bsk|emoj|kiw|alib|safar|bikin)is$")


@lru_cache(maxsize=10_000)
def singular(noun: str) -> str:
    """The singular of a counted English noun in lower case: "tokens" → "token", "cities" → "city"."""
    word = noun.lower()
    if word in NOUN_UNITS:
        return NOUN_UNITS[word]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("children"):
        return word[:-3]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(ss|x|[^aeo]ch|tch|sh|zz)es$", word):
        return word[:-2]
    # A basis is one; taxis are several.
    if word.endswith("s") and (not word.endswith(("ss", "us", "is")) or _PLURAL_IN_I.search(word)):
        return word[:-1]
    return word


def currency(text: str) -> str | None:
    """The code of a currency as written ("US$", "yuan"), or None."""
    return CURRENCIES.get(text.strip().lower())


def is_currency(unit: str) -> bool:
    """Whether a canonical unit is an amount of money (not a price per something)."""
    return unit in set(CURRENCIES.values())


def is_money(unit: str) -> bool:
    """Whether a canonical unit is an amount of money or a price per something."""
    return is_currency(unit.split(" / ")[0])


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[Any]:
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(cache_folder=None, on_redefinition="ignore")
    registry.define("quarter = 3 * month")
    registry.define("ratio = [] = ratio")
    registry.define("percentage_point = 0.01 = pp_")
    registry.define("basis_point = 0.0001 = bp_")
    registry.define("TEU = [container]")
    registry.define("billion_cubic_meter = 1e9 * meter ** 3")
    for code in sorted(set(CURRENCIES.values()) - {"cent"}):
        registry.define(f"{code} = [money_{code}]")
    return registry


def _name(word: str) -> str:
    """A base unit as the registry knows it; a counted noun or a multiple of one is defined the first time it is met."""
    registry = _registry()
    plain = re.sub(r"\W+", "_", word.strip())
    if plain in _RATIO_UNITS or plain in set(TIMES.values()) | set(CURRENCIES.values()) - {"cent"}:
        return plain
    if plain in {re.sub(r"\W+", "_", p) for p in PHYSICAL.values()}:
        return plain
    counted = re.fullmatch(r"(\d+)_(.+)", plain)
    if counted:
        _define(registry, f"count_{plain}", f"{counted[1]} * {_name(counted[2])}")
        return f"count_{plain}"
    for prefix, factor in (("kilo", 1e3), ("mega", 1e6), ("giga", 1e9)):
        if plain.startswith(prefix) and len(plain) > len(prefix):
            base = _name(plain[len(prefix) :])
            _define(registry, f"count_{plain}", f"{factor} * {base}")
            return f"count_{plain}"
    _define(registry, f"count_{plain}", f"[count_{plain}]")
    return f"count_{plain}"


@lru_cache(maxsize=10_000)
def _defined(name: str, meaning: str) -> str:
    _registry().define(f"{name} = {meaning}")
    return name


def _define(registry: pint.UnitRegistry[Any], name: str, meaning: str) -> None:
    _defined(name, meaning)


@lru_cache(maxsize=10_000)
def _pint(unit: str) -> Any:
    """A canonical unit as a pint unit; "" is dimensionless."""
    registry = _registry()
    if not unit:
        return registry.dimensionless
    expression = re.sub(
        r"[^\s*/()][^*/()]*",
        lambda m: m.group() if m.group().strip().isdigit() else _name(m.group().strip()) + " ",
        unit,
    )
    return registry.parse_units(expression)


def compatible(a: str, b: str) -> bool:
    """Whether two canonical units measure the same thing, so that they can be added and compared."""
    if a == b:
        return True
    if bool({a, b} & {"year", "date"}) or "" in (a, b):
        return False
    try:
        return bool(_pint(a).dimensionality == _pint(b).dimensionality)
    except ValueError:
        # A bare number is no unit.
        return False


def convert(value: float, source: str, target: str) -> float:
    """A value in `source` expressed in `target`. Raises UnitError where the units do not fit."""
    if source == target:
        return value
    try:
        return float((value * _pint(source)).to(_pint(target)).magnitude)
    except Exception as error:
        raise UnitError(f"{source or 'a bare number'} cannot be expressed in {target or 'a bare number'}") from error


def combine(a: tuple[float, str], b: tuple[float, str], operation: str) -> tuple[float, str]:
    """`a` times (operation "*") or divided by ("/") `b`, with the canonical unit of the result.

    Multiples cancel: 10 million token × 0.008 RMB / kilotoken = 80 RMB. Raises UnitError on a division by zero.
    """
    if operation == "/" and b[0] == 0:
        raise UnitError("a division by zero")
    left, right = a[0] * _pint(a[1]), b[0] * _pint(b[1])
    product = left * right if operation == "*" else left / right
    reduced = product.to_base_units() if product.dimensionless else product.to_reduced_units()
    # Reduced, a kilometre times a litre is a litre to the four thirds: such a unit stays as it is.
    if all(float(power).is_integer() for power in reduced.units._units.values()):
        product = reduced
    return float(product.magnitude), _canonical(product.units)


def _canonical(unit: Any) -> str:
    """A pint unit in our notation."""
    if unit.dimensionless:
        return "ratio"
    parts = sorted(unit._units.items(), key=lambda item: (item[0] in TIMES.values(), item[0]))
    over = [_power(n, p) for n, p in parts if p > 0]
    under = [_power(n, -p) for n, p in parts if p < 0]
    return " / ".join([" * ".join(over) or "1", *under])


def _power(name: str, power: float) -> str:
    plain = _PINT_NAMES.get(name, name).removeprefix("count_")
    return plain if power == 1 else f"{plain} ** {power:g}"


# Units of one kind, the largest first, as reports write them.
_LADDERS = (
    ("terawatt_hour", "gigawatt_hour", "megawatt_hour", "kilowatt_hour"),
    ("gigawatt", "megawatt", "kilowatt", "watt"),
    ("megatonne", "kilotonne", "tonne", "kilogram", "gram"),
    ("kilometer", "meter", "centimeter"),
)
_TINY = 0.01
"""Below this an amount for each of something is told in a smaller unit."""


def readable(value: float, unit: str) -> tuple[float, str]:
    """A tiny amount for each of something in the first smaller unit that makes it one or more.

    >>> readable(0.000034, "gigawatt_hour / session"), readable(0.5, "tonne / farm"), readable(0.002, "EUR / ride")
    ((34.0, 'kilowatt_hour / session'), (0.5, 'tonne / farm'), (0.002, 'EUR / ride'))
    """
    amount, per, thing = unit.partition(" / ")
    ladder = next((steps for steps in _LADDERS if amount in steps), ())
    if not per or not 0 < abs(value) < _TINY:
        return value, unit
    for smaller in ladder[ladder.index(amount) + 1 :] if ladder else ():
        told = convert(value, amount, smaller)
        if abs(told) >= 1:
            return round(told, 12), f"{smaller}{per}{thing}"
    return value, unit
