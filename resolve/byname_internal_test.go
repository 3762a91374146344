package resolve

import "testing"

func TestSecretByName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind, flavor, attribute string
		want                    bool
	}{
		{"artifact_store", "s3", "authentication_secret", true},
		{"artifact_store", "", "authentication_secret", true},
		{"container_registry", "default", "authentication_secret", true},
		{"annotator", "label_studio", "authentication_secret", true},
		{"anything", "label_studio", "authentication_secret", true},
		{"model_deployer", "kserve", "secret", true},
		{"model_deployer", "seldon", "secret", true},
		{"model_deployer", "huggingface", "secret_name", true},
		{"artifact_store", "s3", "secret", false},
		{"experiment_tracker", "mlflow", "authentication_secret", false},
		{"deployer", "aws", "secret_name_prefix", false},
		{"orchestrator", "kubernetes", "secret_name", false},
		{"", "", "", false},
	}
	for _, test := range tests {
		if got := secretByName(test.kind, test.flavor, test.attribute); got != test.want {
			t.Errorf("%s %s %s: %v, want %v", test.kind, test.flavor, test.attribute, got, test.want)
		}
	}
}
