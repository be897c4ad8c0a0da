"""Distillation: a multilingual sentence encoder teaches the small GPT-2 that ships.

Every stage is one module with one function, reads what the stages before it left in the work
folder, and leaves its own result there: ``python -m trainer distill STAGE --work DIR``.
"""
