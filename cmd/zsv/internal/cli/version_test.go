package cli_test

import (
	"runtime/debug"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/cli"
)

// What Go records, as `go version -m` shows it, and what zsv makes of it. Only a release of the module, or the linker, gives
// a version: all else are development builds, which satisfy every required_version.
func TestBuildIsFilledFromWhatGoRecorded(t *testing.T) {
	t.Parallel()
	linked := cli.Build{Version: "0.2.0", Commit: "1111111111111111111111111111111111111111", Date: "2026-11-01T00:00:00Z"}
	tests := map[string]struct {
		linked   cli.Build
		recorded *debug.BuildInfo
		want     cli.Build
	}{
		"nothing is recorded":          {want: cli.Build{}},
		"go build -buildvcs=false":     {recorded: recorded("(devel)"), want: cli.Build{}},
		"go build of Go 1.25's tests":  {recorded: recorded(""), want: cli.Build{}},
		"go install ...@v0.1.0":        {recorded: recorded("v0.1.0"), want: cli.Build{Version: "0.1.0"}},
		"go install ...@v0.2.0-rc.1":   {recorded: recorded("v0.2.0-rc.1"), want: cli.Build{Version: "0.2.0-rc.1"}},
		"go install ...@main, no tags": {recorded: recorded("v0.0.0-20261122105954-0b1ea5caec20"), want: atCommit},
		"go install ...@main after v0.1.0": {
			recorded: recorded("v0.1.1-0.20261122105954-0b1ea5caec20"), want: atCommit},
		"go install ...@main after v0.2.0-rc.1": {
			recorded: recorded("v0.2.0-rc.1.0.20261122105954-0b1ea5caec20"), want: atCommit},
		"a version that is none": {recorded: recorded("v0.0.0-20269922105954-0b1ea5caec20"), want: cli.Build{}},
		"a checkout of the tag": {
			recorded: recorded("v0.1.0", "vcs.revision", longCommit, "vcs.time", "2026-11-22T10:59:54Z", "vcs.modified", "false"),
			want:     cli.Build{Version: "0.1.0", Commit: longCommit, Date: "2026-11-22T10:59:54Z"}},
		"a checkout of the tag, changed": {
			recorded: recorded("v0.1.0+dirty", "vcs.revision", longCommit, "vcs.time", "2026-11-22T10:59:54Z", "vcs.modified", "true"),
			want:     cli.Build{Commit: longCommit, Date: "2026-11-22T10:59:54Z", Modified: true}},
		"a checkout between releases": {
			recorded: recorded("v0.1.1-0.20261122105954-0b1ea5caec20+dirty", "vcs.revision", longCommit,
				"vcs.time", "2026-11-22T10:59:54Z", "vcs.modified", "true"),
			want: cli.Build{Commit: longCommit, Date: "2026-11-22T10:59:54Z", Modified: true}},
		"the linker says more": {
			linked: linked, recorded: recorded("v0.1.0", "vcs.revision", longCommit, "vcs.time", "2026-11-22T10:59:54Z"), want: linked},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.linked.FilledFrom(test.recorded)); diff != "" {
				t.Errorf("build (-want +got):\n%s", diff)
			}
		})
	}
}

const longCommit = "0b1ea5caec20b9ae84a8ea0e2c1e9d8ee73adbd0"

// atCommit is a build of a commit that only a pseudo-version tells of.
var atCommit = cli.Build{Commit: "0b1ea5caec20", Date: "2026-11-22T10:59:54Z"}

// recorded is what Go records of a build of a version, with settings as names and values.
func recorded(version string, settings ...string) *debug.BuildInfo {
	info := &debug.BuildInfo{Main: debug.Module{Path: "github.com/zsv-dev/zsv", Version: version}}
	for i := 0; i < len(settings); i += 2 {
		info.Settings = append(info.Settings, debug.BuildSetting{Key: settings[i], Value: settings[i+1]})
	}
	return info
}
