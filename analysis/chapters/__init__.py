"""What only one page needs: arranging frames, drawing axes, building rows, labels and the words of figures.

One module, or one package, a page. The estimator's call and its arguments stand in the notebook, and so do
the assumptions that a reader may want to change. A page imports its own module alone, so that editing one
module makes one page stale.
"""
