"""City packs that ship."""
