package resolve

import (
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
