"""The search for accuracy: named experiments, each compared with the default on the same rows. See docs/accuracy.md."""
