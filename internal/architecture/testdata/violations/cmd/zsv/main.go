package main

import (
	"fmt"
	"os"

	"example.com/house/cmd/zsv/internal/cli"
	_ "example.com/house/resolve" // want: cmd/zsv must not import resolve
)

func main() {
	fmt.Println(os.Args)
	os.Exit(cli.Run())
}
