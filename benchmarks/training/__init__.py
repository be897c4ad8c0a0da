"""Ways to train the same small GPT-2: see ``benchmarks/README.md``."""
