"""thin"""
from itsm_docs.figures.shapes import Picture
from itsm_docs.model.drawings import Organisation
def organisation_picture(chart: Organisation) -> Picture:
    raise NotImplementedError
