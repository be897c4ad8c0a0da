"""Retraining: from what an operator asks for to a model that answers, or the old one."""
