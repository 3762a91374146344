package vault

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/zsv-dev/zsv/providers"
)

// Remedy returns commands of Vault's or OpenBao's own tool. Each reads one value from standard input ("KEY=-"), so that
// no value stands on a command line. KV v1 has no way to add a key to a secret: there one command reads all keys as JSON.
func (p *Provider) Remedy(location string, keys []string, exists bool) string {
	place, below := strings.CutPrefix(location, p.mount+"/")
	target, err := p.target()
	if err != nil || !below || providers.CheckPath(location) != nil || len(keys) == 0 {
		return ""
	}
	command := p.commandLine(target)
	if p.knownVersion() == 1 {
		return p.remedyV1(command, place, keys, exists)
	}
	var lines []string
	for _, key := range keys {
		if !fitsCommandLine(key) {
			lines = append(lines, fmt.Sprintf("# the key %q cannot stand on a command line: see vault kv patch -help for JSON", key))
			continue
		}
		verb := "patch"
		if !exists {
			verb, exists = "put", true
		}
		lines = append(lines, command(verb, place)+" "+quoteForShell(key+"=-"))
	}
	return strings.Join(lines, "\n")
}

func (p *Provider) remedyV1(command func(verb, place string) string, place string, keys []string, exists bool) string {
	if len(keys) == 1 && !exists && fitsCommandLine(keys[0]) {
		return command("put", place) + " " + quoteForShell(keys[0]+"=-")
	}
	warning := "# KV v1: type all keys as one JSON object"
	if exists {
		warning = "# KV v1: this replaces the whole secret, so type all its keys as one JSON object, also those that it has"
	}
	return fmt.Sprintf("%s: %s\n%s -", warning, jsonOutline(keys), command("put", place))
}

// commandLine returns what makes the beginning of a command, with what the user's environment does not say by itself.
func (p *Provider) commandLine(target target) func(verb, place string) string {
	program, flags := p.tool(target)
	flags += "-mount=" + quoteForShell(p.mount)
	return func(verb, place string) string {
		return program + " kv " + verb + " " + flags + " " + placeArgument(place)
	}
}

// tool returns the name of Vault's or OpenBao's own tool, and flags that are empty or end in a blank.
func (p *Provider) tool(target target) (program, flags string) {
	environment := p.environment()
	program = "vault"
	if environment.first == baoFamily {
		program = "bao"
	}
	if p.address != nil && !target.agent && !sameOrigin(p.address, environment.get("ADDR")) {
		flags = "-address=" + quoteForShell(target.String()) + " "
	}
	if p.namespace != "" {
		flags += "-namespace=" + quoteForShell(p.namespace) + " "
	}
	return program, flags
}

// placeArgument keeps a secret's name that begins with a dash from being read as a flag, such as -address.
func placeArgument(place string) string {
	if strings.HasPrefix(place, "-") {
		return "-- " + quoteForShell(place)
	}
	return quoteForShell(place)
}

// knownVersion returns the version of the mount as far as it is known, else 2.
func (p *Provider) knownVersion() int {
	if opened := p.session.Load(); opened != nil {
		return opened.engine.version
	}
	if p.version == 1 {
		return 1
	}
	return 2
}

// jsonOutline shows the object to type, without values.
func jsonOutline(keys []string) string {
	members := make([]string, len(keys))
	for i, key := range keys {
		members[i] = strconv.Quote(key) + ": …"
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// fitsCommandLine says whether KEY=- means that key to Vault's tool, and can be shown on one line.
func fitsCommandLine(key string) bool {
	return key != "" && !strings.ContainsFunc(key, func(r rune) bool { return r == '=' || !unicode.IsPrint(r) })
}

// quoteForShell quotes what a shell would not take as it is.
func quoteForShell(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:=@%+,", r)
	}
	if word != "" && strings.TrimFunc(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
