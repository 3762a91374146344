package cli

// readServer asks the ZenML server for the stack.
func (i *importing) readServer() error {
	return usageError("there is no file %q", i.argument)
}
