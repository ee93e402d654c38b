"""The version, read by the package, the model folder and the build."""

VERSION = "0.1.0"
