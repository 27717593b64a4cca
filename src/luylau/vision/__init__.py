"""From a camera's stream to what happens before it; nothing unmasked leaves the memory of a worker."""
