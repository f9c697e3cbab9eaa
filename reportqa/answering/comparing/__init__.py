"""Which is larger, highest or true: comparisons, rankings and claims decided by figures."""

__all__: list[str] = []
