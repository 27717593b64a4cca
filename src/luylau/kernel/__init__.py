"""What every part stands on: time, ids, units, places on the earth, errors, texts, the event log, SQL."""
