"""The running platform: one module a process, and the supervisor that starts them on one machine."""
