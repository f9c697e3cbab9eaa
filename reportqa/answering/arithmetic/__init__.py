"""What is worked out from cited figures: differences, shares, rates, sums, projections, each with its formula."""

__all__: list[str] = []
