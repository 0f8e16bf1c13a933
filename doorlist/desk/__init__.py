"""What it does: one function for each thing that can be asked. The faces read and write; only the desk decides."""
