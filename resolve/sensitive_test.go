package resolve

import (
	"slices"
	"strings"
	"testing"
)

func TestSensitiveAttribute(t *testing.T) {
	t.Parallel()
	sensitive := map[string]string{ // names, by flavor
		"mlflow":      "tracking_username tracking_password tracking_token",
		"wandb":       "api_key",
		"comet":       "api_key",
		"neptune":     "api_token",
		"s3":          "key secret token",
		"S3":          "key",
		"slack":       "slack_token",
		"smtp_email":  "password",
		"databricks":  "client_id client_secret",
		"azureml":     "tenant_id service_principal_id service_principal_password",
		"huggingface": "token",
		"github":      "token",
		"kubeflow":    "client_username client_password",
		"datadog":     "api_key application_key",
		"": "password DATABASE_PASSWORD PGPASSWORD MYSQL_PWD db-passwd ssh_key_passphrase token HF_TOKEN api_key apikey apiKey " +
			"API-KEY OPENAI_API_KEY clientSecret secret secret_key AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID access_key private_key " +
			"credentials connection_string GITHUB_PAT Authorization x-api-key account_key " +
			"HFToken HFTOKEN_TOKEN hfToken AccessKeyId accessKeyID AccessKeyID dbPassword DBPassword ClientSecret client-secret APIKey " +
			"OpenAIAPIKey X-Api-Key OAuth2Token s3SecretKey k8sToken bearerToken GitHubPAT IDToken AWSSecretAccessKey api.key ApiKeys",
	}
	for flavor, names := range sensitive {
		for name := range strings.FieldsSeq(names) {
			if !sensitiveAttribute(flavor, name) {
				t.Errorf("flavor %q: %q holds a secret", flavor, name)
			}
			if !anySensitive(name) {
				t.Errorf("%q holds a secret in the flavor %q, so it must be masked everywhere", name, flavor)
			}
		}
	}
	plain := map[string]string{
		"": "path tracking_uri flavor name key tracking_username client_id tenant_id token_url secret_name password_file key_path " +
			"private_key_file authentication_secret image_pull_secret max_tokens tokenizer tokens pad_token EOS_TOKEN monkey " +
			"hotkey PWD OLDPWD patch compat use_password generate_auth_key pass_zenml_token_as_secret secrets image_pull_secrets " +
			"GOOGLE_APPLICATION_CREDENTIALS secretary passwordless_login description ssh_key_path maxTokens MaxTokens EOSToken " +
			"usePassword tokenURL TokenUrl keyPath imagePullSecret SecretName PrivateKeyFile monKey MonkeyBusiness OATH",
		"mlflow": "tracking_uri key experiment_name",
		"s3":     "path region key_prefix authentication_secret",
	}
	for flavor, names := range plain {
		for name := range strings.FieldsSeq(names) {
			if sensitiveAttribute(flavor, name) {
				t.Errorf("flavor %q: %q holds no secret", flavor, name)
			}
		}
	}
}

func TestAnySensitive(t *testing.T) {
	t.Parallel()
	for name := range strings.FieldsSeq("key secret tracking_username client_id secret_id webhook_url use_password pad_token secrets") {
		if !anySensitive(name) {
			t.Errorf("%q may hold a secret", name)
		}
	}
	for name := range strings.FieldsSeq("path name flavor tracking_uri components description authentication_secret provider region type") {
		if anySensitive(name) {
			t.Errorf("%q holds no secret anywhere", name)
		}
	}
}

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

func TestSnakeCase(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "", "a": "a", "A": "a", "api_key": "api_key", "API_KEY": "api_key", "apiKey": "api_key", "ApiKey": "api_key",
		"api-key": "api_key", "X-Api-Key": "x_api_key", "api.key": "api_key", "HFToken": "hf_token", "APIKey": "api_key",
		"clientID": "client_id", "AccessKeyId": "access_key_id", "s3Key": "s3_key", "OAuth2Token": "o_auth2_token", "PGPASSWORD": "pgpassword", "schlüsselÄnderung": "schlüssel_änderung", "aB": "a_b", "AB": "ab", "ABc": "a_bc", "__x": "__x", "x_Y": "x_y",
	} {
		if got := snakeCase(name); got != want {
			t.Errorf("snakeCase(%q) = %q, want %q", name, got, want)
		}
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
