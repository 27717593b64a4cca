"""What a study answers, and the forms in which it is handed out."""

from luylau.siting.answer.answer import Answer
from luylau.siting.answer.tables import sites_csv, sites_geojson
from luylau.siting.answer.telling import answer_of

__all__ = ["Answer", "answer_of", "sites_csv", "sites_geojson"]
