"""What a study answers, and the forms in which it is handed out."""

from luylau.siting.answer.answer import Answer, answer_of
from luylau.siting.answer.tables import sites_csv, sites_geojson

__all__ = ["Answer", "answer_of", "sites_csv", "sites_geojson"]
