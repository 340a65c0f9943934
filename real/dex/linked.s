// Empty: a package with a file like this may declare functions whose bodies are elsewhere.
