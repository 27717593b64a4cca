"""The package's public face: what others may import, and nothing by accident."""

import luylau.city


def test_the_public_names() -> None:
    assert luylau.city.__all__ == [
        "Asset", "Change", "Channel", "City", "Criticality", "FieldChange", "Gazetteer", "ImportPlan", "Kind",
        "LegacyUnit", "Level", "Match", "Organisation", "Place", "PlannedChange", "Status", "adopt",
        "adopt_all", "apply_import", "assets_geojson", "changes", "check", "default_kinds",
        "ensure_working_copy", "export", "load", "load_polygons", "pack_version", "plan_import",
        "replace_files", "shipped_pack", "territory_geojson", "undo", "update_asset",
    ]  # fmt: skip
    assert all(hasattr(luylau.city, name) for name in luylau.city.__all__)
