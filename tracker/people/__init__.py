"""Those who log in: where they are logged in, by what, and what was done to their rights."""
