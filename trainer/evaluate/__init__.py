"""The scoreboard: what models are worth on messages that were held back, beside baselines."""
