"""Which columns to choose: maximal covering within a budget and its kin, each plan with a proven bound."""
