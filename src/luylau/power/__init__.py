"""The grid: what it is, who is fed, what it carries, what would fail next."""
