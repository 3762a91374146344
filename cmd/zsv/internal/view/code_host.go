package view

import (
	"slices"

	"github.com/zsv-dev/zsv/resolve"
)

// onCodeHost returns a report with the paths that a code host knows in place of those that start where zsv was started.
func onCodeHost(r *resolve.Report, o Options) *resolve.Report {
	if o.CodeHostPath == nil {
		return r
	}
	hosted := *r
	hosted.Checks, hosted.Loosened = slices.Clone(r.Checks), slices.Clone(r.Loosened)
	hosted.Diagnostics = slices.Clone(r.Diagnostics)
	for i := range hosted.Checks {
		uses := slices.Clone(hosted.Checks[i].Uses)
		for j := range uses {
			uses[j].File = o.CodeHostPath(uses[j].File)
		}
		hosted.Checks[i].Uses = uses
	}
	for i := range hosted.Loosened {
		hosted.Loosened[i].File = o.CodeHostPath(hosted.Loosened[i].File)
	}
	for i := range hosted.Diagnostics {
		if at := hosted.Diagnostics[i].Range; at != nil {
			moved := *at
			moved.Filename = o.CodeHostPath(at.Filename)
			hosted.Diagnostics[i].Range = &moved
		}
	}
	return &hosted
}

// directoryOnCodeHost returns a configuration's directory as a code host knows it.
func directoryOnCodeHost(directory string, o Options) string {
	if o.CodeHostPath == nil {
		return directory
	}
	return o.CodeHostPath(directory)
}
