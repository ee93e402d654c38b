"""JavaScript: one ES module and the weights, for browsers and Node.js."""
