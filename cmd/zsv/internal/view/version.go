package view

import (
	"bufio"
	"fmt"
	"strings"
)

// A Version says which zsv this is.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Date    string `json:"date,omitempty"`
	// Modified says that the sources had changes that are in no commit.
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// String returns the version for people: "0.1.0 (commit abc1234, 2026-11-22)".
func (v Version) String() string {
	var details []string
	if v.Commit != "" {
		commit := "commit " + v.Commit[:min(len(v.Commit), shortCommit)]
		if v.Modified {
			commit += " with changes"
		}
		details = append(details, commit)
	}
	if day, _, _ := strings.Cut(v.Date, "T"); day != "" {
		details = append(details, day)
	}
	if len(details) == 0 {
		return v.Version
	}
	return v.Version + " (" + strings.Join(details, ", ") + ")"
}

// shortCommit is how much of a commit's name git shows.
const shortCommit = 7

func (v Version) writeText(w *bufio.Writer, _ style) {
	_, _ = fmt.Fprintf(w, "zsv %s\n", v)
}
