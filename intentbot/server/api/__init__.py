"""The routes that programs call, one protocol a file."""
