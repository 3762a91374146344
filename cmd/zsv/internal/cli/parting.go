package cli

import (
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/view"
)

// parting has the farewell say what an interrupt leaves behind from now on: what was saved, and of which secrets it is not
// known whether they were. underWay is the one that is being written, "" for none.
func (a *applying) parting(underWay string) {
	unknown := slices.Clone(a.doubtful)
	if underWay != "" {
		unknown = append(unknown, underWay)
	}
	said := []string{"Interrupted."}
	if len(unknown) > 0 {
		said = append(said, "It is not known whether "+strings.Join(unknown, ", ")+" was written; zsv plan tells.")
	}
	switch {
	case a.result.Registered > 0:
		said = append(said, "What was saved before stays: "+view.Counted(a.result.Registered, "key")+".")
	case len(unknown) == 0:
		said = append(said, "Nothing was written.")
	}
	a.farewell(strings.Join(said, " "))
}
