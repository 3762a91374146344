package vault

import (
	"encoding/json"
	"fmt"
	"net/http"
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

// deleted answers for a secret whose current version is gone.
func (c *check) deleted(gone version) providers.Answer {
	answer := providers.Answer{Secret: providers.Missing, Reason: providers.Deleted}
	switch at, err := time.Parse(time.RFC3339, gone.DeletionTime); {
	case gone.Destroyed:
		answer.Detail = fmt.Sprintf("destroyed: the data of version %d cannot be brought back", gone.Number)
	case err != nil:
		answer.Detail = fmt.Sprintf("deleted; vault kv undelete -versions=%d brings it back", gone.Number)
	default:
		answer.Detail = fmt.Sprintf("deleted on %s; vault kv undelete -versions=%d brings it back",
			at.UTC().Format(time.DateOnly), gone.Number)
	}
	return answer
}
