package view

import (
	"fmt"
	"io"
	"os"

	_ "example.com/house/cmd/zsv/internal/cli" // want: cmd/zsv/internal/view must not import cmd/zsv/internal/cli
	_ "example.com/house/config"
	_ "example.com/house/resolve"
)

func Show(w io.Writer) error {
	fmt.Println("straight to the stream") // want: fmt.Println belongs to main: take it as a field
	_ = os.Stdout                         // want: os.Stdout belongs to main: take it as a field
	_, err := fmt.Fprintln(w, "to a writer that was given")
	return err
}
