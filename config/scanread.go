package config

import (
	"bytes"
	"fmt"
	"io"

	"github.com/zsv-dev/zsv/internal/project"
)

// readScanned reads a file that is scanned, in UTF-8. One that is larger than a file may be is looked through only: if it
// cannot hold a reference it is no concern, else it is a diagnostic, as nothing of it is checked.
func readScanned(workingDir, name string, kind fileKind) ([]byte, Diagnostics) {
	file, err := openRegular(project.Absolute(workingDir, name))
	if err != nil {
		return nil, Diagnostics{ioProblem("Cannot read the file", name, err)}
	}
	defer file.Close() //nolint:errcheck // it was only read
	src, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err == nil && len(src) > maxFileSize {
		return nil, judgeLarge(file, src, name, kind)
	}
	if err != nil {
		return nil, Diagnostics{ioProblem("Cannot read the file", name, err)}
	}
	return inUTF8(src, name)
}

// judgeLarge says that a file is too large, unless it cannot hold a reference.
func judgeLarge(rest io.Reader, read []byte, name string, kind fileKind) Diagnostics {
	if encodingOf(read).unit == 1 {
		switch found, err := signsInRest(rest, read, kind == jsonFileKind); {
		case err != nil:
			return Diagnostics{ioProblem("Cannot read the file", name, err)}
		case !found.isConcern() && (!kind.isTerraform() || !found.mayHold()):
			return nil
		}
	}
	d := tooLarge(displayPath(name))
	d.Detail = fmt.Sprintf("The file has more than %d bytes (8 MiB), the most that a scan reads, so what it refers to is "+
		"not known. Leave it out with --exclude; of the JSON of a plan, scan a part: "+
		"jq '{format_version, planned_values, resource_changes}'.", maxFileSize)
	return Diagnostics{d}
}

// gitCryptMark is what git-crypt's files begin with as long as they are locked.
var gitCryptMark = []byte("\x00GITCRYPT\x00")

// inUTF8 returns a text as UTF-8. What is no text is a diagnostic: it may hold anything.
func inUTF8(src []byte, name string) ([]byte, Diagnostics) {
	text, ok := decodedText(src)
	if ok && !bytes.Contains(text, []byte{0}) {
		return text, nil
	}
	detail := "This is no text in UTF-8 or UTF-16, so what it refers to is not known. Save it as UTF-8, or leave it out " +
		"with --exclude."
	if bytes.HasPrefix(src, gitCryptMark) {
		detail = "git-crypt has encrypted this file, so what it refers to is not known. Run git-crypt unlock, or leave it out with " +
			"--exclude."
	}
	return nil, Diagnostics{{Severity: Error, Rule: RuleSyntax, Summary: "Unreadable file", Range: startOf(displayPath(name)),
		Detail: detail}}
}
