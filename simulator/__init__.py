"""A Selling Partner API server to run programs against: ``python -m simulator``.

It acts as Amazon does for the operations that a seller's order software needs, on the loopback
interface, with a control interface that moves its world along. `README.md` beside this file says
how to use it, which file is responsible for what, and what is *not* simulated.
"""
