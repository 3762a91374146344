package file

import (
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// The formats, as users write them.
const (
	formatYAML      = "yaml"
	formatJSON      = "json"
	formatDotenv    = "dotenv"
	formatDirectory = "directory"
)

var formats = []string{formatYAML, formatJSON, formatDotenv, formatDirectory}

// A store is what was read: it answers for its secrets.
type store interface {
	Answer(query providers.Query) providers.Answer
}

// formatOf returns the format that a path's name tells; "" if none, which a directory does not need.
func formatOf(path string) string {
	name := strings.ToLower(filepath.Base(path))
	switch {
	case strings.HasSuffix(name, ".yaml"), strings.HasSuffix(name, ".yml"):
		return formatYAML
	case strings.HasSuffix(name, ".json"):
		return formatJSON
	case strings.HasSuffix(name, ".env"), strings.HasPrefix(name, ".env."):
		return formatDotenv
	default:
		return ""
	}
}

// parse reads the text of a file. Its error is a *malformed.
func parse(format string, text []byte) (store, error) {
	text, err := plainText(text)
	if err != nil {
		return nil, err
	}
	switch format {
	case formatYAML:
		return parseYAML(text)
	case formatJSON:
		return parseJSON(text)
	default:
		return parseVariables(text)
	}
}
