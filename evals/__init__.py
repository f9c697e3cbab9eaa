"""Questions with known answers, and the runner that measures the assistant on them."""
