"""The trial: runs what was printed against a recorder on loopback, and compares what came over the wire with the request."""
