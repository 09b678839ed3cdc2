"""Measurements: `./portal bench [NAME …]`; an app declares its own in `<app>/bench.py` with `register`."""

from config.bench.registry import Measurement, alternate, register

__all__ = ["Measurement", "alternate", "register"]
