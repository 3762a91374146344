package providers

import (
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/zsv-dev/zsv/internal/commandline"
)

// A Factory makes a provider from its block. It sends nothing and opens nothing: `zsv validate` makes every provider of
// a configuration, without network and stores. The diagnostics point into body; on an error the checker is nil. An
// attribute whose value is unknown (a variable without a value, under validate) counts as not set and is not judged.
type Factory func(body hcl.Body, evaluation *hcl.EvalContext, surroundings Surroundings) (Checker, hcl.Diagnostics)

// A Registry knows how providers are made.
type Registry struct {
	// Factories maps a provider's type, the first label of its block, to its factory.
	Factories map[string]Factory
	// External returns the factory of a type that Factories does not have. nil: there are no other types.
	External func(kind string) Factory
	// Installed names the external types whose programs are on this machine. It runs nothing. nil: there are none.
	Installed func(around Surroundings) []string
}

// Types returns the types that have a factory of their own, sorted.
func (r Registry) Types() []string { return slices.Sorted(maps.Keys(r.Factories)) }

// Factory returns what makes providers of a type, and whether there can be such providers.
func (r Registry) Factory(kind string) (factory Factory, ok bool) {
	if factory, ok = r.Factories[kind]; !ok && r.External != nil {
		return r.External(kind), true
	}
	return factory, ok
}

// Surroundings are what a provider may use of the machine it runs on. Everything in it comes from the user, not from
// the configuration, and is trusted.
type Surroundings struct {
	// Name is that of the provider's block, its second label.
	Name string
	// Dir is the absolute path of the directory of the configuration, to which its relative paths are relative.
	Dir string
	// WorkingDir is the absolute path of the directory that zsv was started in, at which the paths in remedies start; "" is
	// Dir.
	WorkingDir string
	// ProjectDir is the absolute path of the root of the project: the git top level, else Dir. Files that the
	// configuration names are opened only below it or below one of TrustedPaths, after following links.
	ProjectDir string
	// Environ is the environment: "NAME=value" strings, as os.Environ returns them.
	Environ []string
	// TrustedAddresses are the origins (scheme://host:port) to which the user allows credentials to be sent, beside those
	// that the environment names.
	TrustedAddresses []string
	// TrustedPaths are the absolute directories and files outside the project that the user allows to be read.
	TrustedPaths []string
	// ReadValues is what --read-values says: "", "fallback" or "never". Where set, it wins over the block's read_values.
	ReadValues string
	// PluginEnvironment names, by the type of an external provider, the variables that its program gets beside those that all
	// get, as the user's configuration does. A name that ends in "*" stands for all that begin like it.
	PluginEnvironment map[string][]string
	// Commands are the command lines that the user's configuration defines for stores.
	Commands Commands
	// ConfigFile is the user's configuration file, for messages that name a line to add to it.
	ConfigFile string
	// ConfigDir is the absolute directory of the user's own files, such as the identity for encrypted stores; "" where it is
	// not known.
	ConfigDir string
	// AgeKeyFile is the file with the identity for encrypted stores, as the user's configuration names it, absolute; "" where
	// it does not.
	AgeKeyFile string
	// AcceptedRecipients are the public keys whose owners the user lets read encrypted stores, as said in advance.
	// A configuration can name recipients, and can come from anyone.
	AcceptedRecipients []string
	// DroppedRecipients are those whose owners the user shuts out. A configuration can leave people out, and can come from
	// anyone.
	DroppedRecipients []string
	// AcceptRecipient asks about one who is new to an encrypted store. The situation is a sentence for people that ends before
	// the recipient. nil: nobody but those above is accepted. It may take its time.
	AcceptRecipient func(recipient, situation string) bool
	// DropRecipient asks about one who may be shut out of an encrypted store, likewise.
	DropRecipient func(recipient, situation string) bool
	// Tell gives people one sentence at once, such as that a store is locked by another writer and waited for. It may be
	// called from several goroutines. nil: nobody listens.
	Tell func(text string)
	// Log takes what a user who looks for a problem wants to know. Never nil, never given a value.
	Log *slog.Logger
}

// Commands are definitions of the user's own, for the provider "command". They come with the user's configuration, as
// config.User has it, and are nobody's to look into: whoever makes Surroundings passes them on. The zero value has none.
type Commands = commandline.Commands

// LookupEnv returns the value of an environment variable, and whether it is set. As for the shell and getenv, the first
// entry of a name counts. A name with "=" is none: the entry A=B=C holds no variable "A=B".
func (s Surroundings) LookupEnv(name string) (string, bool) {
	if name == "" || strings.Contains(name, "=") {
		return "", false
	}
	for _, entry := range s.Environ {
		if len(entry) > len(name) && entry[len(name)] == '=' && entry[:len(name)] == name {
			return entry[len(name)+1:], true
		}
	}
	return "", false
}

// Getenv returns the value of an environment variable, or "" when it is not set.
func (s Surroundings) Getenv(name string) string {
	value, _ := s.LookupEnv(name)
	return value
}
