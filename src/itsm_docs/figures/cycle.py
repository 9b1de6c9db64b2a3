"""thin"""
from itsm_docs.figures.shapes import Picture
from itsm_docs.model.drawings import Cycle
def cycle_picture(cycle: Cycle) -> Picture:
    raise NotImplementedError
