package config

import (
	"io/fs"
	"os"
	"strings"
)

// IsNativeFile says whether a file of this name is one of a configuration, or of values of variables, in HCL's native
// syntax.
func IsNativeFile(name string) bool {
	return !strings.HasSuffix(name, ".json") && (IsConfigFile(name) || IsVariableFile(name))
}

// NativeFiles returns the files of a directory that are in HCL's native syntax, as users would name them, in order; with
// recursive, those of the directories below it too, but for hidden ones and node_modules. Links to directories are not
// followed. The error names what cannot be read; what is beside that is returned all the same.
func NativeFiles(workingDir, dir string, recursive bool) ([]string, error) {
	var found []string
	err := walk(workingDir, dir, recursive, func(file, name string, entry fs.DirEntry) {
		if !strings.HasPrefix(entry.Name(), ".") && IsNativeFile(file) && !linksDirectory(file, entry) {
			found = append(found, name)
		}
	})
	return found, err
}

func linksDirectory(file string, entry fs.DirEntry) bool {
	info, err := os.Stat(file)
	return entry.Type()&fs.ModeSymlink != 0 && err == nil && info.IsDir()
}

// ReadNative reads a file as it is, with a byte order mark. See Syntax for whether it can be parsed.
func ReadNative(workingDir, name string) ([]byte, Diagnostics) { return readRegular(workingDir, name) }

// Syntax returns what is wrong with the syntax of a file in HCL's native syntax, or that it is beyond the limits within which
// it can be parsed.
func Syntax(src []byte, filename string) Diagnostics {
	filename = displayPath(filename)
	src, diags := admitted(src, filename)
	if diags != nil {
		return diags
	}
	diags = parseFile(src, filename).diags
	diags.Sort()
	return diags
}
