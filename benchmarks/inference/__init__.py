"""How fast the worker answers, against the bare model, the usual recipe and other batchers."""
