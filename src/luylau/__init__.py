"""Luy Lâu: a city's power, cameras and sensors watched as one system."""

__version__ = "0.1.0"
