"""Pass-through estimators, one file a method, one vocabulary of arguments and one base of all results.

Prices and exchange rates go in as levels; `fx` is the domestic price of foreign
currency, so up is a depreciation. All else is given by keyword, in the words of
`core.vocabulary`. Out comes a `Result`: a path, a finding, or several paths. A
name is imported on first use, so that a notebook depends on the methods it uses
and on no others; what there is stands in the stub beside this file.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
