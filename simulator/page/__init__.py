"""The page at `/`: a look at the world, and buttons that push orders along.

It is a client of the control interface and of nothing else: what a button does, any program can.
"""
