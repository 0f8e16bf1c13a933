"""The public's face: the door that links lead to."""
