"""News of our own with every quantity marked before the extractor had seen it, and how well it is read."""
