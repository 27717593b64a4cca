"""Builds the city pack of Bac Ninh: ``python -m tools.bac_ninh [FOLDER]``.

Sources, besides those written in the rows themselves:

- units (code, name, centre, area) and the 313 units before 1 July 2025: PyPI
  ``vietnamadminunits`` 1.0.4 (MIT);
- ``units.csv``: population of each unit from github.com/lamngockhuong/vietnam-3d-map @dc6095c (MIT), and
  ``reach_km``, how far one may go from the unit's centre in any direction and stay 7% short of its boundary,
  measured on github.com/thanglequoc/vietnamese-provinces-database @cd58063 (MIT);
- ``parks.csv``: the press and official pages named in each row; "assumed" marks a unit that no page names;
- grid, network and devices: invented (assumed) for the territory of the old province, always the same.
"""
