"""What a question asks: its kind, arithmetic, unit, names and periods, mended, spelled out and standing alone."""

__all__: list[str] = []
