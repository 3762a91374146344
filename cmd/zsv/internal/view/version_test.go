package view

import "testing"

func TestVersionForPeople(t *testing.T) {
	t.Parallel()
	const commit, date = "0b1ea5caec20b9ae84a8ea0e2c1e9d8ee73adbd0", "2026-11-22T10:59:54Z"
	tests := []struct {
		version Version
		want    string
	}{
		{Version{Version: "0.1.0", Commit: commit, Date: date}, "0.1.0 (commit 0b1ea5c, 2026-11-22)"},
		{Version{Version: "0.1.0-dev", Commit: commit, Date: date, Modified: true},
			"0.1.0-dev (commit 0b1ea5c with changes, 2026-11-22)"},
		{Version{Version: "0.1.0-dev", Commit: "0b1e"}, "0.1.0-dev (commit 0b1e)"},
		{Version{Version: "0.1.0", Date: "2026-11-22"}, "0.1.0 (2026-11-22)"},
		{Version{Version: "0.1.0", Go: "go1.26.0", Platform: "linux/amd64"}, "0.1.0"},
	}
	for _, test := range tests {
		if got := test.version.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
