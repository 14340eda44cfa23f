"""Models that a server of the Open Inference Protocol runs."""
