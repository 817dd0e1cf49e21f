"""The overview: what the store holds, as figures and pictures that lead to the lists behind them."""
