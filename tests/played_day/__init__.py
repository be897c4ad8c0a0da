"""A whole day of a busy server, played on fast clocks to the real bot over the real library.

``python -m tests.played_day`` prints the twenty busiest minutes for a person to read.
"""
