"""Benchmarks: they print tables and judge nothing."""
