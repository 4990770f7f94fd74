"""The machine that takes people through stages, one by one or by counts: arrays in, arrays out. It knows no stage by name."""
