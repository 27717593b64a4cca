"""Services for the tests of citizen reports."""

SERVICES = """
[[service]]
code = "no-power"
group = "power"
evidence = "no-power"
agency = "dien-luc"
keywords = ["outage", "dark"]
names = { vi = "Mất điện", en = "No power", ja = "停電" }
descriptions = { vi = "Không có điện", en = "No electricity", ja = "電気がない" }

[[service]]
code = "flood"
group = "water"
evidence = "flood"
call_first = "114"
names = { vi = "Ngập", en = "Flood", ja = "冠水" }
descriptions = { vi = "Đường ngập", en = "Street under water", ja = "道路が冠水" }

[[service]]
code = "other"
group = "other"
names = { vi = "Việc khác", en = "Something else", ja = "その他" }
descriptions = { vi = "Việc khác", en = "Anything else", ja = "その他" }
"""
