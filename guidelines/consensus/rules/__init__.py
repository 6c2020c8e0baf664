"""The pure rules of consensus: the definition of consensus and what follows from it."""
