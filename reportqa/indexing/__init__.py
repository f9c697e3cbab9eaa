"""Documents → a Snapshot: split, embed, search, store, build."""
