"""Names and paths -> rows: whatever form a data set has, its rows come out in one normal form.

A module for each form of file reads it as a table, line by line; ``columns`` finds the two columns,
``cells`` reads what stands in them, ``collecting`` counts what is used, refused and repeated.
"""

from trainer.datasets.columns import GUESSED, TEXT_COLUMNS, Columns
from trainer.datasets.loading import load

__all__ = ["GUESSED", "TEXT_COLUMNS", "Columns", "load"]
