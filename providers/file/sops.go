package file

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// sops runs the user's own program, with the user's own keys. What is encrypted is given to it on standard input or in a file
// of the user's alone, values come on its standard output, and what it says on its standard error goes nowhere: it quotes values.
type sops struct {
	programs programs
	environ  []string
	limit    time.Duration
	allowed  []string // addresses to which the user's token for Vault may be sent
	config   string   // the user's configuration, for messages
}

// sopsTimeout is how long sops may take for one file where the block says nothing: it may ask a key server, or the user for
// the PIN of a key.
const sopsTimeout = 60 * time.Second

func newSOPS(block *providers.Block, surroundings providers.Surroundings) *sops {
	limit, _ := block.Timeout(sopsTimeout) // DecodeProvider has judged it
	s := &sops{programs: newPrograms(surroundings), limit: limit, config: surroundings.ConfigFile,
		allowed: slices.Clone(surroundings.TrustedAddresses)}
	for _, entry := range surroundings.Environ {
		if name, _, _ := strings.Cut(entry, "="); forSOPS(strings.ToUpper(name)) {
			s.environ = append(s.environ, entry)
		}
	}
	s.environ = append(s.environ, "PATH="+s.programs.searched())
	for _, name := range []string{"VAULT_ADDR", "BAO_ADDR"} {
		if address := surroundings.Getenv(name); address != "" {
			s.allowed = append(s.allowed, address)
		}
	}
	return s
}

// forSOPS says whether sops, or a program that it runs for a key, needs a variable: to find its keys, or to log in to the
// service that holds them.
func forSOPS(name string) bool {
	return slices.Contains(sopsVariables, name) ||
		slices.ContainsFunc(sopsPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

var (
	sopsPrefixes = []string{"SOPS_", "AWS_", "GOOGLE_", "CLOUDSDK_", "GCLOUD_", "AZURE_", "ARM_", "IDENTITY_", "MSI_", "VAULT_",
		"HUAWEICLOUD_", "GPG_", "GNUPG", "XDG_", "SSL_CERT_", "LC_"}
	sopsVariables = []string{"HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "LANG", "TERM", "SSH_AUTH_SOCK", "HTTP_PROXY",
		"HTTPS_PROXY", "NO_PROXY", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "COMSPEC", "PATHEXT"}
)

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
	program := s.format.sops.programs.find("sops")
	if program == "" {
		return nil, s.withoutProgram()
	}
	if err := s.checkAddresses(); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, s.format.sops.limit)
	defer cancel()
	command := exec.CommandContext(limited, program, arguments...)          //nolint:gosec // see programs
	command.Dir = filepath.VolumeName(program) + string(filepath.Separator) // where no .sops.yaml of the project's is found
	command.Env = s.format.sops.environ
	command.Stdin = bytes.NewReader(input)
	command.WaitDelay = time.Second
	output := &limitedBuffer{left: maxSize}
	command.Stdout = output
	err := command.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case output.isFull:
		return nil, s.trouble(providers.Invalid, fmt.Sprintf("what is encrypted has more than %d MiB", maxSize>>20))
	case limited.Err() != nil:
		return nil, s.trouble(providers.Timeout, fmt.Sprintf("sops did not end within %s", s.format.sops.limit))
	case err != nil:
		return nil, s.explain(err)
	}
	return output.kept.Bytes(), nil
}

// explain says why sops ended as it did, by its exit code alone.
func (s sealedText) explain(err error) error {
	var ended *exec.ExitError
	if !errors.As(err, &ended) {
		return s.trouble(providers.Plugin, "sops could not be started")
	}
	switch code := ended.ExitCode(); code {
	case 111, 128: // no key found, or none could be had
		return s.trouble(providers.Locked, "none of your keys opens it for sops")
	case 24, 25, 51, 52: // the code that authenticates it, or a value, is wrong
		return s.trouble(providers.Invalid, "sops refuses it, because it was changed by something else than sops since it was "+
			"encrypted")
	default:
		return s.trouble(providers.Plugin, fmt.Sprintf("sops ended with code %d", code))
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

// A limitedBuffer keeps up to so many bytes, and fails the writer of more.
type limitedBuffer struct {
	kept   bytes.Buffer
	left   int
	isFull bool
}

func (b *limitedBuffer) Write(part []byte) (int, error) {
	if len(part) > b.left {
		b.isFull = true
		return 0, errTooLarge
	}
	b.left -= len(part)
	return b.kept.Write(part)
}
