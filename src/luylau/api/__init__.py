"""HTTP and server-sent events: the one door to the platform for the console and for other systems."""
