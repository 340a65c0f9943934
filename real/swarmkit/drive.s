// Empty: see drive.go.
