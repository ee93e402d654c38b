"""The networks in Keras, as they learn: each the same sums as its namesake in `intentbot.networks`, which serves."""
