"""What docker compose needs beside images: secrets, the first steps, tokens, the demonstration."""
