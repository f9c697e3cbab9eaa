"""The pages: an Answer, a Figure, a Document or a Check as a reader sees it."""

__all__: list[str] = []
