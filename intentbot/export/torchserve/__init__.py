"""TorchServe: an archive with the model and the code that answers from it."""
