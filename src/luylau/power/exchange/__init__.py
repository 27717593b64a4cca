"""Grids from files of other programs; each reader names what it cannot read."""
