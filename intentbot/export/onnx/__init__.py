"""ONNX: the graph in ONNX's own text form, for ONNX Runtime and whatever else reads it."""
