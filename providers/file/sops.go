package file

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/zsv-dev/zsv/internal/program"
	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// sops runs the user's own program, with the user's own keys. What is encrypted is given to it on standard input or in a file
// of the user's alone, values come on its standard output, and what it says on its standard error goes nowhere: it quotes values.
type sops struct {
	// find returns the path of the program, and environ what it is started with. They are not asked before a value is: they
	// follow the links of all PATH.
	find    func() (path string, err error)
	environ func() []string
	limit   time.Duration
	allowed []string // addresses to which the user's token for Vault may be sent
	config  string   // the user's configuration, for messages
}

// sopsTimeout is how long sops may take for one file where the block says nothing: it may ask a key server, or the user for
// the PIN of a key.
const sopsTimeout = 60 * time.Second

func newSOPS(block *providers.Block, surroundings providers.Surroundings) *sops {
	limit, _ := block.Timeout(sopsTimeout) // DecodeProvider has judged it
	search := program.SearchOf(surroundings.Environ, surroundings.ProjectDir)
	s := &sops{limit: limit, config: surroundings.ConfigFile, allowed: slices.Clone(surroundings.TrustedAddresses),
		find:    sync.OnceValues(func() (string, error) { return search.Find("sops") }),
		environ: sync.OnceValue(func() []string { return search.Environment(surroundings.Environ, forSOPS) }),
	}
	for _, name := range []string{"VAULT_ADDR", "BAO_ADDR"} {
		if address := surroundings.Getenv(name); address != "" {
			s.allowed = append(s.allowed, address)
		}
	}
	return s
}

// forSOPS are the variables that sops, or a program that it runs for a key, needs beside those that all programs get: to find
// its keys, to ask the user for one, or to log in to the service that holds them.
var forSOPS = []string{"SOPS_*", "AWS_*", "GOOGLE_*", "CLOUDSDK_*", "GCLOUD_*", "AZURE_*", "ARM_*", "IDENTITY_*", "MSI_*",
	"VAULT_*", "HUAWEICLOUD_*", "GPG_*", "GNUPG*", "SSL_CERT_*", "TERM", "SSH_AUTH_SOCK"}

// A sealedText is a text that SOPS encrypted.
type sealedText struct {
	format textFormat
	text   []byte
	seal   *sopsSeal
}

// decrypt returns the text with its values, in another syntax if it is to be. It is for the caller to keep it from being seen.
func (s sealedText) decrypt(ctx context.Context, syntax string) ([]byte, error) {
	arguments := []string{"--decrypt", "--input-type", s.format.syntax, "--output-type", syntax}
	if runtime.GOOS == "windows" {
		var plain []byte
		err := inFile(s.text, s.format.syntax, func(path string) (err error) {
			plain, err = s.run(ctx, nil, append(arguments, path)...)
			return err
		})
		return plain, err
	}
	return s.run(ctx, s.text, append(arguments, "/dev/stdin")...)
}

// run runs sops, which must be found and may be asked, and returns what it prints. The error is a *providers.Error, or that of
// ctx.
func (s sealedText) run(ctx context.Context, input []byte, arguments ...string) ([]byte, error) {
	path, err := s.format.sops.find()
	if err != nil {
		return nil, s.withoutProgram()
	}
	if err := s.checkAddresses(); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, s.format.sops.limit)
	defer cancel()
	// It starts where no .sops.yaml of the project's is found.
	result, err := program.Run{Stdin: input, MaxOutput: maxSize, Command: program.Command{Path: path, Args: arguments,
		Environ: s.format.sops.environ(), AsksUser: true}}.Do(limited)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, s.failure(err)
	case result.Code != 0:
		return nil, s.explain(result)
	}
	return result.Stdout, nil
}

// failure says why there is nothing that sops printed.
func (s sealedText) failure(err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return s.trouble(providers.Timeout, fmt.Sprintf("sops did not end within %s", s.format.sops.limit))
	case errors.Is(err, program.ErrTooMuch):
		return s.trouble(providers.Invalid, fmt.Sprintf("what is encrypted has more than %d MiB", maxSize>>20))
	case errors.Is(err, program.ErrLeftOpen):
		return s.trouble(providers.Plugin, "sops "+program.ErrLeftOpen.Error())
	default:
		return s.trouble(providers.Plugin, "sops could not be started")
	}
}

// explain says why sops ended as it did, by its exit code alone.
func (s sealedText) explain(result program.Result) error {
	switch result.Code {
	case 111, 128: // no key found, or none could be had
		return s.trouble(providers.Locked, "none of your keys opens it for sops")
	case 24, 25, 51, 52: // the code that authenticates it, or a value, is wrong
		return s.trouble(providers.Invalid, "sops refuses it, because it was changed by something else than sops since it was "+
			"encrypted")
	default:
		return s.trouble(providers.Plugin, "sops "+result.How)
	}
}

// trouble says what is wrong and how to see more of it. sops itself may show values, to the user who asks for that.
func (s sealedText) trouble(reason providers.Reason, what string) error {
	return &providers.Error{Reason: reason, Detail: fmt.Sprintf("%q is encrypted with SOPS, and %s; to see why, run: sops decrypt "+
		"%s",
		s.format.shown, what, shell.Quote(s.format.shown))}
}

func (s sealedText) withoutProgram() error {
	return &providers.Error{Reason: providers.Plugin, Detail: fmt.Sprintf("%q is encrypted with SOPS, and there is no program "+
		"sops to "+
		"read or change its values in the absolute directories of PATH outside the project; install it (https://getsops.io), so "+
		"that this works: sops decrypt %s", s.format.shown, shell.Quote(s.format.shown))}
}
