package sops

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// A Text is one that SOPS encrypted.
type Text struct {
	Syntax  string // as sops calls it: yaml, json or dotenv
	Shown   string // the file, for commands
	Source  []byte
	Seal    *Seal
	Program *Program
}

// Decrypt returns the text with its values, in another syntax if it is to be. It is for the caller to keep it from being seen.
func (t Text) Decrypt(ctx context.Context, syntax string) ([]byte, error) {
	arguments := []string{"--decrypt", "--input-type", t.Syntax, "--output-type", syntax}
	if runtime.GOOS == "windows" {
		var plain []byte
		err := inFile(t.Source, t.Syntax, func(path string) (err error) {
			plain, err = t.run(ctx, nil, append(arguments, path)...)
			return err
		})
		return plain, err
	}
	return t.run(ctx, t.Source, append(arguments, "/dev/stdin")...)
}

// run runs sops, which must be found and may be asked, and returns what it prints. The error is a *providers.Error, or that of
// ctx.
func (t Text) run(ctx context.Context, input []byte, arguments ...string) ([]byte, error) {
	path, err := t.Program.find()
	if err != nil {
		return nil, t.withoutProgram()
	}
	if err := t.checkAddresses(); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, t.Program.limit)
	defer cancel()
	// It starts where no .sops.yaml of the project's is found.
	result, err := program.Run{Stdin: input, MaxOutput: t.Program.maxSize, Command: program.Command{Path: path, Args: arguments,
		Environ: t.Program.environ(), AsksUser: true}}.Do(limited)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, t.failure(err)
	case result.Code != 0:
		return nil, t.explain(result)
	}
	return result.Stdout, nil
}

// failure says why there is nothing that sops printed.
func (t Text) failure(err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return t.Trouble(providers.Timeout, fmt.Sprintf("sops did not end within %s", t.Program.limit))
	case errors.Is(err, program.ErrTooMuch):
		return t.Trouble(providers.Invalid, fmt.Sprintf("what is encrypted has more than %d MiB", t.Program.maxSize>>20))
	case errors.Is(err, program.ErrLeftOpen):
		return t.Trouble(providers.Plugin, "sops "+program.ErrLeftOpen.Error())
	default:
		return t.Trouble(providers.Plugin, "sops could not be started")
	}
}

// explain says why sops ended as it did, by its exit code alone.
func (t Text) explain(result program.Result) error {
	switch result.Code {
	case 111, 128: // no key found, or none could be had
		return t.Trouble(providers.Locked, "none of your keys opens it for sops")
	case 24, 25, 51, 52: // the code that authenticates it, or a value, is wrong
		return t.Trouble(providers.Invalid, "sops refuses it, because it was changed by something else than sops since it was "+
			"encrypted")
	default:
		return t.Trouble(providers.Plugin, "sops "+result.How)
	}
}

// Trouble says what is wrong and how to see more of it. sops itself may show values, to the user who asks for that.
func (t Text) Trouble(reason providers.Reason, what string) error {
	return &providers.Error{Reason: reason, Detail: fmt.Sprintf("%q is encrypted with SOPS, and %s; to see why, run: "+
		"sops decrypt %s", t.Shown, what, shell.Quote(t.Shown))}
}

func (t Text) withoutProgram() error {
	return &providers.Error{Reason: providers.Plugin, Detail: fmt.Sprintf("%q is encrypted with SOPS, and there is no program "+
		"sops to read or change its values in the absolute directories of PATH outside the project; install it "+
		"(https://getsops.io), so that this works: sops decrypt %s", t.Shown, shell.Quote(t.Shown))}
}
