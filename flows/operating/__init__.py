"""How a running moawatch is doing, for operators and for what watches over machines."""
