"""What runs inside the environment of a peer. Imports its libraries, and of ours `bench.peers.contract` alone."""
