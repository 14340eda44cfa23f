"""Datasets: loading their splits, and publishing them."""
