package vault

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// goneVersion returns the version that a 404 tells of: one that was deleted or destroyed.
func goneVersion(r reply) (version, bool) {
	var data struct {
		Metadata *version `json:"metadata"`
	}
	if r.status != http.StatusNotFound || json.Unmarshal(r.refusal.data, &data) != nil || data.Metadata == nil {
		return version{}, false
	}
	return *data.Metadata, data.Metadata.Destroyed || data.Metadata.DeletionTime != ""
}

// judgeVersion judges what stands beside the names of a secret's keys. Vault answers 404 for a version that is gone; an
// answer that calls it gone and still has its keys contradicts itself. A version that is due for deletion in the very
// second of the answer was given in time.
func (s *session) judgeVersion(path string, r reply, v *version, hasNames bool) (answer providers.Answer,
	problem bool) {
	if v == nil || !v.legible() {
		return s.strange(path, r), true
	}
	isGone := v.Destroyed || v.deletedBy(r.date.Add(-time.Second))
	switch {
	case isGone && !hasNames:
		return s.deleted(path, *v), true
	case isGone:
		return s.strange(path, r), true
	}
	return providers.Answer{}, false
}

// legible says whether the time of deletion can be read, where there is one.
func (v version) legible() bool {
	_, err := time.Parse(time.RFC3339, v.DeletionTime)
	return err == nil || v.DeletionTime == ""
}

// deleted answers for a secret whose current version is gone, as was said at a path.
func (s *session) deleted(path string, gone version) providers.Answer {
	answer := providers.Answer{Secret: providers.Missing, Reason: providers.Deleted}
	switch at, err := time.Parse(time.RFC3339, gone.DeletionTime); {
	case gone.Destroyed:
		answer.Detail = fmt.Sprintf("destroyed: the data of version %d cannot be brought back", gone.Number)
	case err != nil:
		answer.Detail = "deleted; to bring it back: " + s.provider.restoreCommand(s.placeAt(path), gone.Number)
	default:
		answer.Detail = fmt.Sprintf("deleted on %s; to bring it back: %s", at.UTC().Format(time.DateOnly),
			s.provider.restoreCommand(s.placeAt(path), gone.Number))
	}
	return answer
}

// placeAt returns the place below the mount that a path of KV v2 is about; no other engine keeps what is deleted.
func (s *session) placeAt(path string) string {
	_, place, _ := strings.Cut(strings.TrimPrefix(path, s.provider.mount+"/"), "/") // data, metadata or subkeys stands before it
	return place
}
