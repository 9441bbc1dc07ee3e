"""Named quantities: one name, one value, one qualifier, for every page and rule that needs the number."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "number": ["Quantity", "from_fact"],
        "registry": ["EDITION", "facts_to", "names", "pledges", "quantity"],
    },
)
