"""One small file per publisher or format: bytes in, frozen values out. Nothing here fetches, stores or judges."""
