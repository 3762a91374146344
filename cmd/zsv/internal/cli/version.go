package cli

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// A Build says what was built. Empty fields are filled from what Go recorded.
type Build struct{ Version, Commit, Date string }

const developmentVersion = "0.1.0-dev"

// version returns the version without a leading v. Builds that are no release are development builds.
func (b Build) version() string { return cmp.Or(b.Version, developmentVersion) }

func (b Build) complete() Build {
	b.Version = b.version()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				b.Commit = cmp.Or(b.Commit, setting.Value)
			case "vcs.time":
				b.Date = cmp.Or(b.Date, setting.Value)
			}
		}
	}
	return b
}

func (r *invocation) versionCommand() *cobra.Command {
	var formats []string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which zsv this is",
		Args:  maximumArgs(0),
		RunE: func(*cobra.Command, []string) error {
			b := r.Build.complete()
			return r.writeList(formats, view.Version{Version: b.Version, Commit: b.Commit, Date: b.Date,
				Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH})
		},
	}
	r.addListFlags(cmd, &formats)
	return cmd
}
