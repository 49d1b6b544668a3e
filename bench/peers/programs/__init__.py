"""What runs inside the environment of a peer. Imports the peer's libraries, and of ours `bench.peers.contract` alone."""
