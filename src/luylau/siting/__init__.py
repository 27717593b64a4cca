"""Where to place what, and why: coverage of demand by sites, plans within a budget, alternatives."""
