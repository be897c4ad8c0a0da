"""What managers set, whatever the panel looks like: the choices there are, and what was typed."""
