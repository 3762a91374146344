package file

import (
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/internal/sops"
)

// The formats, as users write them.
const (
	formatYAML       = "yaml"
	formatJSON       = "json"
	formatDotenv     = "dotenv"
	formatDirectory  = "directory"
	formatAge        = "age"
	formatSOPS       = "sops"
	formatKubernetes = "kubernetes"
	formatZenML      = "zenml"
)

var formats = []string{formatAge, formatYAML, formatJSON, formatDotenv, formatDirectory, formatSOPS, formatKubernetes,
	formatZenML}

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

// syntaxOf returns the format that a store's text is written in, which for some formats is a matter of the path's name.
func syntaxOf(format, path string) string {
	switch byName := formatOf(path); format {
	case formatSOPS:
		return byName // checkArguments has seen to it
	case formatKubernetes:
		if byName == formatJSON {
			return formatJSON
		}
		return formatYAML
	default:
		return format
	}
}

// fileFormat returns how the text of a store in one file that zsv does not encrypt is read; nil for a directory.
func (c *checker) fileFormat(secrets *sops.Program, namespace string) format {
	switch c.format {
	case formatYAML, formatJSON, formatDotenv, formatSOPS, formatKubernetes:
		return textFormat{as: c.format, isStated: c.stated, syntax: syntaxOf(c.format, c.path), namespace: namespace,
			path: c.path, shown: c.shown, sops: secrets}
	case formatZenML:
		return zenmlFormat{}
	default:
		return nil
	}
}
