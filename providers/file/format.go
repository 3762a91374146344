package file

import (
	"path/filepath"
	"strings"
)

// The formats, as users write them.
const (
	formatYAML      = "yaml"
	formatJSON      = "json"
	formatDotenv    = "dotenv"
	formatDirectory = "directory"
	formatAge       = "age"
)

var formats = []string{formatAge, formatYAML, formatJSON, formatDotenv, formatDirectory}

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
	case strings.HasSuffix(name, ".age"):
		return formatAge
	default:
		return ""
	}
}

// fileFormats are the formats of stores that are one file and plain text.
var fileFormats = map[string]format{formatYAML: yamlFormat{}, formatJSON: jsonFormat{}, formatDotenv: dotenvFormat{}}
