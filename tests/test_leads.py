"""What the sentence that introduces a list says its items measure."""

import pytest

from reportqa.figures.leads import is_thing, lead_measure

LEADS = [
    ("Our forecasts for revenue growth in 2026 are:", "revenue growth"),
    ("Current fares per hundred kilometres look like this:", "fares per hundred kilometres"),
    ("Average rent by district:", "average rent by district"),
    # Nothing is named beside the data themselves.
    ("The data for the first week of May 2026 shows:", ""),
    ("The latest figures show:", ""),
    ("Survey results:", ""),
    ("The causes:", ""),
    # No lead of a list, and one that does something of its own.
    ("Average rents by quarter of the city.", ""),
    ("The ministry opened three offices this year:", ""),
]


@pytest.mark.parametrize(("text", "measure"), LEADS)
def test_the_measure_that_a_lead_names(text: str, measure: str) -> None:
    assert lead_measure(text, frozenset()) == measure


@pytest.mark.parametrize(
    ("label", "thing"), [("Return ticket", True), ("Night bus", False), ("Norway", False), ("Selvik", False)]
)
def test_a_label_is_a_thing_where_it_is_a_common_noun(label: str, thing: bool) -> None:
    assert is_thing(label, frozenset()) is thing
