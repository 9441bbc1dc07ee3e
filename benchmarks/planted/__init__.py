"""The errors, by family: what is replaced by what, and who should notice."""

from planting import Fault

from . import chapters, claims, data, estimators, models, page, prose, seeds, words

FAULTS: list[Fault] = [
    *chapters.FAULTS,
    *prose.FAULTS,
    *words.FAULTS,
    *data.FAULTS,
    *models.FAULTS,
    *estimators.FAULTS,
    *claims.FAULTS,
    *seeds.FAULTS,
    *page.FAULTS,
]
