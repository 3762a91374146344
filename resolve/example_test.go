package resolve_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// A step of a pipeline fetches the secret that the configuration in its directory knows as "mlflow".
func ExampleOpen() {
	ctx := context.Background()
	client, err := resolve.Open(ctx, filepath.Join("..", "examples", "quickstart"), builtin.Registry(), resolve.OpenOptions{
		Environ: os.Environ(), // where stores find their addresses and credentials
	})
	if err != nil {
		log.Fatal(err)
	}
	secret, err := client.GetSecret(ctx, "mlflow")
	switch {
	case errors.Is(err, resolve.ErrNoSecret):
		log.Fatal("register it: zsv apply")
	case err != nil:
		log.Fatal(err) // says what to do, and shows no value
	}
	password, err := secret.Value("password")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("as it prints:", password)
	fmt.Println("of the length:", len(password.Reveal()))
	// Output:
	// as it prints: (redacted)
	// of the length: 19
}
