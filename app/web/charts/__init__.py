"""Where the marks of a chart lie. Pure: values in, positions out; the macros in templates/macros/charts.html draw them.

Horizontal positions are percent of the width and vertical ones pixels, so a chart fits a phone and a desktop without its
letters shrinking.
"""
