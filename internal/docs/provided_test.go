package docs

import "testing"

// provided maps what the commands of a page may need to what starts it, until the test ends, and returns the variables
// of the environment that lead to it.
var provided = map[string]func(t *testing.T) []string{
	"":      func(*testing.T) []string { return nil },
	"vault": startVault,
}

func startVault(t *testing.T) []string {
	t.Helper()
	t.Skip("no Vault yet")
	return nil
}
