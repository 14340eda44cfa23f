"""Benchmarks: publish one, enter one, see who leads, compute any score again."""
