"""The command line `fallbuch`: asks services over HTTP, starts a whole instance, plays stories. It knows no domain."""
