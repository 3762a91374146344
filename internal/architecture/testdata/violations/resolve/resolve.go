package resolve

import (
	"log" // want: log writes to a stream of the process: log to a *slog.Logger
	"log/slog"
	. "os" // want: the names of os must show where they come from
	"sync"

	_ "example.com/house/cmd/zsv/internal/view" // want: resolve must not import cmd/zsv/internal/view
	_ "example.com/house/config"
	_ "example.com/house/providers"
	_ "example.com/house/providers/builtin" // want: resolve must not import providers/builtin
	_ "example.com/house/providers/env"     // want: resolve must not import providers/env
	_ "github.com/hashicorp/vault/api"      // want: only providers/vault imports github.com/hashicorp/vault
)

func end() {
	log.Print()
	Exit(1)
	println("debugging")     // want: println writes to a stream of the process
	slog.Info("to a global") // want: slog.Info belongs to main: take it as a field
	slog.New(nil).Info("to a logger that was given")
	go end()                // want: start goroutines by internal/parallel, which knows what becomes of a panic
	var wait sync.WaitGroup // want: share out work by Each of internal/parallel, which brings a panic back
	wait.Go(end)
	panic(1) // TODO: take the panic out // want: TODO: finish it, or open an issue
}
