"""Private panels that set something: drawn anew from the store at each press, kept nowhere.

What a press means stands in the ``custom_id`` of what was pressed, so panels outlive restarts.
"""
