package sops

import (
	"fmt"

	"github.com/zsv-dev/zsv/internal/shell"
	"github.com/zsv-dev/zsv/providers"
)

// A Fault is what is wrong with how a value stands in a file that SOPS encrypted.
type Fault int

const (
	// NoFault is that of a value that stands as it should.
	NoFault Fault = iota
	// Bare is in clear where it is to be encrypted: someone wrote it by hand.
	Bare
	// Garbled begins as SOPS begins what it encrypts, and goes on otherwise.
	Garbled
	// Stray is encrypted where SOPS takes values as they stand, so that it would be handed out encrypted.
	Stray
	// Unsure is in clear where comments say what is to be encrypted.
	Unsure
)

// FaultOf says what is wrong with a value at a path of names.
func (s *Seal) FaultOf(value string, path ...string) Fault {
	return s.fault(value, s.wants(path...))
}

// fault says what is wrong with a value that is to be encrypted, or is not to be. What is empty is never encrypted.
func (s *Seal) fault(value string, isWanted bool) Fault {
	isClosed := IsCiphertext(value)
	switch {
	case value == "":
		return NoFault
	case isClosed && !IsEncrypted(value):
		return Garbled
	case s.isVague && !isClosed:
		return Unsure
	case s.isVague || isClosed == isWanted:
		return NoFault
	case isClosed:
		return Stray
	default:
		return Bare
	}
}

// Key is the answer for a key with a fault: sops will refuse the whole file, or hand out something else than the value.
func (f Fault) Key(line int, shown string) providers.Key {
	where := ""
	if line > 0 {
		where = fmt.Sprintf(" in line %d", line)
	}
	switch f {
	case Garbled:
		return invalid("its value%s begins as one that SOPS encrypted and does not go on so, so that sops refuses the file; take "+
			"an older state of it, or set it anew with: sops edit %s", where, shell.Quote(shown))
	case Stray:
		return invalid("its value%s is encrypted, and what SOPS notes says that it is in clear text, so that sops would hand it "+
			"out encrypted; set it anew with: sops edit %s", where, shell.Quote(shown))
	case Unsure:
		return providers.Key{Reason: providers.Unsupported, Detail: fmt.Sprintf("its value%s is in clear text, and in this file "+
			"comments say what SOPS encrypts, which zsv does not judge; give the file another rule, such as encrypted_regex",
			where)}
	default:
		return invalid("its value%s stands there in clear text, where SOPS would have encrypted it, so that sops refuses the "+
			"file; take it out, and set it with: sops edit %s", where, shell.Quote(shown))
	}
}

func invalid(format string, arguments ...any) providers.Key {
	return providers.Key{Reason: providers.Invalid, Detail: fmt.Sprintf(format, arguments...)}
}
