package cli

import (
	"cmp"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// A Build says what was built. Empty fields are filled from what Go recorded.
type Build struct {
	Version, Commit, Date string
	// Modified says that the sources had changes that are in no commit.
	Modified bool
}

const developmentVersion = "0.1.0-dev"

// version returns the version without a leading v. Builds that are no release are development builds.
func (b Build) version() string { return cmp.Or(b.Version, developmentVersion) }

// FilledFrom returns the build with its empty fields filled from what Go recorded in the program: `go install
// …@v0.1.0` knows the version of the module, a build in a checkout its commit and whether that is all there was.
func (b Build) FilledFrom(info *debug.BuildInfo) Build {
	if info == nil {
		return b
	}
	if b.Version == "" {
		b.Version = releaseOf(info.Main.Version)
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = cmp.Or(b.Commit, setting.Value)
		case "vcs.time":
			b.Date = cmp.Or(b.Date, setting.Value)
		case "vcs.modified":
			b.Modified = b.Modified || setting.Value == "true"
		}
	}
	if b.Commit == "" || b.Date == "" {
		commit, date := pseudoVersion(info.Main.Version)
		b.Commit, b.Date = cmp.Or(b.Commit, commit), cmp.Or(b.Date, date)
	}
	return b
}

// releaseOf returns the version of a release of the module, without its v; "" for what is none: a commit between releases
// has a pseudo-version, and a checkout with changes a version with "+dirty".
func releaseOf(module string) string {
	release, isVersion := strings.CutPrefix(module, "v") // which "(devel)" is not
	if !isVersion || strings.Contains(release, "+") || pseudo().MatchString(release) {
		return ""
	}
	return release
}

// pseudo is how Go writes the version of a commit that has none: v0.1.1-0.20261122105954-abcdef123456.
var pseudo = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[-.](\d{14})-([0-9a-f]{12})(\+dirty)?$`)
})

// pseudoVersion returns what a pseudo-version says about its commit; nothing where it is none.
func pseudoVersion(module string) (commit, date string) {
	found := pseudo().FindStringSubmatch(module)
	if found == nil {
		return "", ""
	}
	at, err := time.Parse("20060102150405", found[1])
	if err != nil {
		return "", ""
	}
	return found[2], at.Format(time.RFC3339)
}

// shown is the build as it is written.
func (b Build) shown() view.Version {
	return view.Version{Version: b.version(), Commit: b.Commit, Date: b.Date, Modified: b.Modified,
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
}

func (r *invocation) versionCommand() *cobra.Command {
	var formats []string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which zsv this is",
		Long: "Version says which version of zsv this is, and of which commit and day. `--format json` also says with\n" +
			"which Go it was built, for which system, and whether its sources had changes that are in no commit.",
		Example: "  zsv version\n  zsv version --format json",
		Args:    maximumArgs(0),
		RunE:    func(*cobra.Command, []string) error { return r.writeList(formats, r.Build.shown()) },
	}
	r.addListFlags(cmd, &formats)
	return cmd
}
