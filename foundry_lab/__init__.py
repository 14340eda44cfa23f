"""Find a dataset, look at it, load a split as an Arrow table and run a published model."""
