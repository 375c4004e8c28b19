"""Where an agency works and what sort of body it is: rules over its cells and the tables of `data/reference`."""
