"""LinearChain against other linear-chain CRF libraries, on the same tensors in one process."""
