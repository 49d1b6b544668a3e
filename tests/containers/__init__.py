"""The images and the compose file as they are deployed. Needs a Docker engine; without one these tests are skipped."""
