"""What a letter to the sender of digests asks for or reports."""
