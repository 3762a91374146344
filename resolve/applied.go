package resolve

// Applied says what was written to stores before the report was made.
type Applied struct {
	Created    int `json:"secrets_created"`
	Updated    int `json:"secrets_updated"` // secrets that were there and got keys
	Registered int `json:"keys_registered"`
	// Unknown counts the secrets of which it is not known whether they were written: the store did not say in time.
	Unknown int `json:"secrets_unknown,omitempty"`
}
