"""German and English words of the interfaces: what each field and each operation means."""
