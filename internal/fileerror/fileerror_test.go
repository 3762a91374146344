package fileerror_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/fileerror"
)

func TestReason(t *testing.T) {
	t.Parallel()
	none := filepath.Join(t.TempDir(), "canary")
	_, open := os.Open(none)
	for name, err := range map[string]error{
		"open": open, "wrapped": fmt.Errorf("again: %w", open), "joined": errors.Join(nil, open),
		"rename": os.Rename(none, none+"2"), "link": os.Link(none, none+"2"),
	} {
		reason := fileerror.Reason(err)
		if !errors.Is(reason, fs.ErrNotExist) || strings.Contains(reason.Error(), "canary") {
			t.Errorf("%s: %v", name, reason)
		}
	}
	other := errors.New("other")
	if !errors.Is(fileerror.Reason(other), other) || fileerror.Reason(nil) != nil {
		t.Error("an error of another kind is not left as it is")
	}
}
