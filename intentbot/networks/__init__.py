"""The forward passes of the networks in NumPy, one file each."""
