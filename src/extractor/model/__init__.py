"""The types that travel through the house, and nothing that acts on them. Imports nothing of ours."""
