package command_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/zsv-dev/zsv/providers/providertest"
)

// A secretFile is how the store of the tests keeps a secret. Values are any bytes.
type secretFile struct {
	Name   string
	Values map[string][]byte
}

// keep writes a store.
func keep(directory string, secrets providertest.Store) error {
	for name, values := range secrets {
		file := secretFile{Name: name, Values: map[string][]byte{}}
		for key, value := range values {
			file.Values[key] = []byte(value)
		}
		text, err := json.Marshal(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(pathOf(directory, name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// pathOf returns the file of a secret, whose name may be longer than that of a file.
func pathOf(directory, name string) string {
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(directory, hex.EncodeToString(sum[:])+".json")
}

// store is a program that gives out secrets, in the ways in which such programs do. It returns its exit code.
func store(directory, mode string, args []string) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	switch mode {
	case "members", "fields", "has", "read":
		secret, ok := open(pathOf(directory, args[0]))
		if !ok {
			fmt.Fprintf(os.Stderr, "%q isn't a secret\n", args[0])
			return 4
		}
		return secret.give(mode, args[1:])
	case "all":
		return all(directory, secretFile.fields)
	case "names":
		return all(directory, func(s secretFile) any { return map[string]string{"title": s.Name} })
	case "lines":
		return lines(directory)
	}
	return 64
}

func open(path string) (secret secretFile, ok bool) {
	text, err := os.ReadFile(path)
	return secret, err == nil && json.Unmarshal(text, &secret) == nil
}

func (s secretFile) give(mode string, args []string) int {
	switch mode {
	case "members":
		members := map[string]string{}
		for key, value := range s.Values {
			members[key] = string(value)
		}
		return printJSON(members)
	case "fields":
		return printJSON(s.fields())
	}
	value, ok := s.Values[args[0]]
	if !ok {
		fmt.Fprintf(os.Stderr, "%q isn't a key\n", args[0])
		return 4
	}
	if mode == "read" {
		_, _ = os.Stdout.Write(value)
	}
	return 0
}

func (s secretFile) fields() any {
	type field struct {
		Label string `json:"label"`
		Value string `json:"value"`
	}
	fields := []field{}
	for key, value := range s.Values {
		fields = append(fields, field{key, string(value)})
	}
	return map[string]any{"title": s.Name, "fields": fields}
}

func printJSON(value any) int {
	if json.NewEncoder(os.Stdout).Encode(value) != nil {
		return 1
	}
	return 0
}

func all(directory string, show func(secretFile) any) int {
	shown := []any{}
	for _, secret := range every(directory) {
		shown = append(shown, show(secret))
	}
	return printJSON(map[string]any{"items": shown})
}

func every(directory string) (secrets []secretFile) {
	paths, _ := filepath.Glob(filepath.Join(directory, "*.json"))
	for _, path := range paths {
		if secret, ok := open(path); ok {
			secrets = append(secrets, secret)
		}
	}
	return secrets
}

func lines(directory string) int {
	for i, secret := range every(directory) {
		if i == 0 {
			fmt.Println("Name and key:")
		}
		var keys []string
		for key := range secret.Values {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range append(keys, "") {
			fmt.Printf("%s\t%s\n", secret.Name, key)
		}
	}
	return 0
}
