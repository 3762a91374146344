package vault

import (
	"github.com/zsv-dev/zsv/internal/connection"
	"github.com/zsv-dev/zsv/providers"
)

// What Vault, its storage, or a proxy before it calls too large. zsv has no limit of its own.
const (
	largeRequest = "the secret is larger than a request to it may be; keep large values elsewhere"
	largeValue   = "a value is longer than it takes, which is 1 MiB as JSON text, where a line break counts for two " +
		"bytes, unless its operators say otherwise (max_json_string_value_length of its listener); keep large values elsewhere"
	manyKeys = "there are more keys in one request than it takes, which is 10,000 unless its operators say otherwise " +
		"(max_json_object_entry_count of its listener); split the secret"
	largeSecret = "the secret with all its keys is larger than its storage takes, which is 1 MiB unless its operators say " +
		"otherwise (max_entry_size); split the secret, or keep large values elsewhere"
)

// tooLarge says what the server calls too large, "" where that is not what it says. It says so under HTTP 400, 413 or 500.
func (r refusal) tooLarge() string {
	for _, known := range []struct{ text, meaning string }{
		{"JSON string value exceeds allowed", largeValue},
		{"JSON object exceeds allowed", manyKeys},
		{"JSON payload exceeds allowed", manyKeys},
		{"value being too large", largeSecret},
		{"request body too large", largeRequest},
		{"exceeds allowed", largeRequest},
	} {
		if r.says(known.text) {
			return known.meaning
		}
	}
	return ""
}

func (c *client) tooLarge(what string) *connection.Failure {
	return c.fail(providers.Invalid, "%s refuses what is too large for it: %s", c.shown, what).AndUntaken()
}
