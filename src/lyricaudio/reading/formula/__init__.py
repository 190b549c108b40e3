"""Formulas to spoken Japanese, in TeX or in plain characters."""
