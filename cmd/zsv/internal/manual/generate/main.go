// Command generate writes the man pages and the completion scripts of zsv into a directory, for a release: man/zsv.1 and
// so on, the same compressed below man.gz, and completions/zsv.bash and so on. The same version and date give the same
// bytes.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
	"github.com/zsv-dev/zsv/cmd/zsv/internal/manual"
)

func main() {
	version := flag.String("version", "", "the `VERSION` that the pages are of")
	date := flag.String("date", "", "its `DATE`, as RFC 3339 has it")
	flag.Usage = func() {
		_, _ = fmt.Fprintln(flag.CommandLine.Output(), "usage: generate -version VERSION -date DATE DIRECTORY")
		flag.PrintDefaults()
	}
	flag.Parse()
	at, err := time.Parse(time.RFC3339, *date)
	if err != nil || *version == "" || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(1)
	}
	if err := write(flag.Arg(0), manual.Release{Version: *version, Date: at}); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// write makes what it writes anew, and leaves whatever else is in the directory.
func write(directory string, of manual.Release) error {
	for _, name := range []string{"man", "man.gz", "completions"} {
		if err := os.RemoveAll(filepath.Join(directory, name)); err != nil {
			return err
		}
	}
	if err := writePages(directory, of); err != nil {
		return err
	}
	return writeCompletions(filepath.Join(directory, "completions"))
}

func writePages(directory string, of manual.Release) error {
	for _, page := range manual.Pages(cli.Commands()) {
		var text, compressed bytes.Buffer
		if err := page.WriteMan(&text, of); err != nil {
			return err
		}
		z, err := gzip.NewWriterLevel(&compressed, gzip.BestCompression) // without a name or a time in its header
		if err != nil {
			return err
		}
		if _, err := z.Write(text.Bytes()); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		if err := writeFile(filepath.Join(directory, "man", page.FileName()), text.Bytes()); err != nil {
			return err
		}
		if err := writeFile(filepath.Join(directory, "man.gz", page.FileName()+".gz"), compressed.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// scripts are the names that the shells look for.
var scripts = map[string]string{"bash": "zsv.bash", "fish": "zsv.fish", "powershell": "zsv.ps1", "zsh": "_zsv"}

func writeCompletions(directory string) error {
	for _, shell := range cli.CompletionShells() {
		var script bytes.Buffer
		if err := cli.WriteCompletionScript(cli.Commands(), shell, true, &script); err != nil {
			return err
		}
		if err := writeFile(filepath.Join(directory, scripts[shell]), script.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // for everybody to read
		return err
	}
	return os.WriteFile(name, text, 0o644) //nolint:gosec // for everybody to read
}
