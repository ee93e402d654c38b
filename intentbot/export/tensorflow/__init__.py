"""TensorFlow: the classifier as a graph, for TensorFlow Serving (SavedModel) and for LiteRT."""
