"""Bulk work: the people of a spreadsheet onto a roster, decisions about many, a roster into a spreadsheet."""
