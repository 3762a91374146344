package file

import (
	"errors"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/internal/yamltext"
	"github.com/zsv-dev/zsv/providers"
)

// unsealedKey is the answer for a key whose value SOPS encrypted, in a file that has no seal.
func unsealedKey(line int) providers.Key {
	return invalidKey("its value in line %d is encrypted by SOPS, and what SOPS notes with that is not in the file, so that nobody "+
		"can decrypt it; take a state of the file that has it, or write the value anew", line)
}

// notSealed is about a file that is said to be encrypted.
func notSealed(shown string) error {
	return &malformed{expected: `what SOPS notes in a file that it encrypted, "` + sops.Name + `", and a value that it encrypted; ` +
		"this one is in clear text: encrypt it with sops encrypt --in-place " + shell.Quote(shown)}
}

// readSeal passes on what was read of a seal. Where it is broken, the file is.
func readSeal(found *sops.Seal, err error) (*sops.Seal, error) {
	var broken *yamltext.Malformed
	if errors.As(err, &broken) {
		return nil, &malformed{broken.Line, broken.Expected}
	}
	return found, err
}
