"""Tests of the simulator: raw HTTP to a server that really runs."""
