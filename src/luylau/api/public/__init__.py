"""The public pages: citizens report, and look what became of it. No account, no cookie, no script needed."""
