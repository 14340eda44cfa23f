"""The hub's other half: starting and finding the Node process, and speaking to it."""
