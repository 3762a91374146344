package resolve

// Applied says what was written to stores before the report was made.
type Applied struct {
	Created    int `json:"secrets_created"`
	Updated    int `json:"secrets_updated"` // secrets that were there and got keys
	Registered int `json:"keys_registered"`
}
