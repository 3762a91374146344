package resolve

import (
	"slices"
	"strings"
	"testing"
)

func TestKnownAttributes(t *testing.T) {
	t.Parallel()
	known := map[flavor]string{
		{"experiment_tracker", "mlflow"}: "tracking_uri tracking_username tracking_password tracking_token experiment_name",
		{"artifact_store", "s3"}:         "path key secret token client_kwargs authentication_secret",
		{"orchestrator", "kubeflow"}:     "kubeflow_hostname client_username client_password",
		{"step_operator", "azureml"}:     "tenant_id service_principal_id service_principal_password",
		{"log_store", "datadog"}:         "api_key application_key",
		{"model_deployer", "kserve"}:     "secret",
	}
	for f, names := range known {
		got := knownAttributes(f.kind, f.name)
		for name := range strings.FieldsSeq(names) {
			if !slices.Contains(got, name) {
				t.Errorf("%v does not know %s, only %v", f, name, got)
			}
		}
	}
	if got := knownAttributes("experiment_tracker", "my_own"); len(got) > 0 {
		t.Errorf("attributes of a flavor that zsv does not know: %v", got)
	}
}

// Each line of the table must have been read as what it is.
func TestAttributesTable(t *testing.T) {
	t.Parallel()
	for f, attributes := range flavorAttributes() {
		if f.kind == "" || f.name == "" || len(attributes) == 0 {
			t.Errorf("%+v: %v", f, attributes)
		}
		for _, name := range attributes {
			if name != snakeCase(name) {
				t.Errorf("%v: the attribute %q", f, name)
			}
		}
	}
}
