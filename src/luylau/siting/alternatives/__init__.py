"""Other plans than the best one, and how firmly the best one stands."""
