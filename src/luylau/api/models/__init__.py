"""Request and response models: pydantic, for this edge alone."""
