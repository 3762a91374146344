package resolve

import (
	"strings"
	"testing"
)

func TestRemoteOrchestrator(t *testing.T) {
	t.Parallel()
	for flavor := range strings.FieldsSeq("kubernetes kubeflow vertex sagemaker azureml databricks tekton vm_aws vm_gcp skypilot") {
		if !remoteOrchestrator(flavor) {
			t.Errorf("%s runs its steps on other machines", flavor)
		}
	}
	for _, flavor := range []string{"", "local", "local_docker", "airflow", "my_own"} {
		if remoteOrchestrator(flavor) {
			t.Errorf("%q may run its steps here", flavor)
		}
	}
}
