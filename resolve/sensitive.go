package resolve

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// flavorSecrets are the attributes that hold a secret in one flavor though their names do not tell. ZenML marks them.
var flavorSecrets = map[string][]string{
	"azureml":      {"service_principal_id", "tenant_id"},
	"b2":           {"key"},
	"databricks":   {"client_id"},
	"digitalocean": {"key"},
	"kubeflow":     {"client_username"},
	"lightning":    {"user_id"},
	"mlflow":       {"databricks_client_id", "tracking_username"},
	"modal":        {"token_id"},
	"runai":        {"client_id"},
	"s3":           {"key"},
	"sagemaker":    {"aws_access_key_id"},
	"tekton":       {"client_username"},
}

// Names that hold a secret in whatever flavor: alone, or behind an underscore, as "secret" in "client_secret". Those in
// secretEndings need no underscore: "PGPASSWORD".
var (
	secretWords = []string{
		"access_key", "access_key_id", "account_key", "api_keys", "application_key", "auth_key", "authorization", "bearer",
		"connection_string", "credential", "credentials", "encryption_key", "jwt", "license_key", "master_key", "passcode",
		"pat", "private_key", "pwd", "secret", "secret_access_key", "secret_key", "service_account_json",
		"service_account_key", "shared_key", "signing_key", "ssh_key", "token",
	}
	secretEndings = []string{
		"accesskey", "accesstoken", "api_key", "apikey", "authtoken", "clientsecret", "passphrase", "passwd", "password",
		"passwords", "privatekey", "secretkey",
	}

	// plainNames end like a secret and are none: names of secrets and of files, switches, a shell's working directory,
	// and what language models call tokens.
	plainNames = []string{
		"authentication_secret", "pull_secret", "kubernetes_secret", "application_credentials", "token_as_secret",
		"bos_token", "cls_token", "eos_token", "mask_token", "pad_token", "sep_token", "stop_token", "unk_token",
	}
	switchWords = []string{
		"allow", "automount", "disable", "enable", "generate", "has", "is", "no", "require", "requires", "skip", "use",
	}
	// generousNames are in doubt: a secret in some places and none in others.
	generousNames = []string{
		"auth", "cookie", "creds", "key", "pass", "pem", "pwd", "role_id", "salt", "sas", "sas_url", "secret_id", "secrets",
		"seed_phrase", "session", "signature", "webhook", "webhook_uri", "webhook_url",
	}
)

// sensitiveAttribute says whether the value of an attribute is a secret. The attribute is the last name of a path, as in
// env or nested settings; case does not matter, nor whether its words are joined as in api_key, api-key or apiKey. An
// unknown flavor may be "".
func sensitiveAttribute(flavor, attribute string) bool {
	name := snakeCase(attribute)
	if slices.Contains(flavorSecrets[strings.ToLower(flavor)], name) {
		return true
	}
	return secretName(name) && !plainName(name)
}

// anySensitive is sensitiveAttribute where the flavor is not known and showing a secret is worse than hiding a plain
// value: it says yes where any flavor would.
func anySensitive(attribute string) bool {
	name := snakeCase(attribute)
	if secretName(name) || slices.ContainsFunc(generousNames, func(word string) bool { return endsWithWord(name, word) }) {
		return name != "authentication_secret"
	}
	for _, secrets := range flavorSecrets {
		if slices.Contains(secrets, name) {
			return true
		}
	}
	return false
}

func secretName(name string) bool {
	return slices.ContainsFunc(secretWords, func(word string) bool { return endsWithWord(name, word) }) && name != "pwd" ||
		slices.ContainsFunc(secretEndings, func(ending string) bool { return strings.HasSuffix(name, ending) })
}

func plainName(name string) bool {
	first, _, more := strings.Cut(name, "_")
	return more && slices.Contains(switchWords, first) ||
		slices.ContainsFunc(plainNames, func(plain string) bool { return endsWithWord(name, plain) })
}

func endsWithWord(name, word string) bool {
	rest, ok := strings.CutSuffix(name, word)
	return ok && (rest == "" || strings.HasSuffix(rest, "_"))
}

// snakeCase writes apiKey, API-KEY, api.key and APIKey as api_key.
func snakeCase(name string) string {
	var snake strings.Builder
	var before rune
	for i, r := range name {
		switch {
		case strings.ContainsRune("-. ", r):
			r = '_'
		case unicode.IsUpper(r) && beginsWord(before, name[i+utf8.RuneLen(r):]):
			snake.WriteByte('_')
		}
		before = r
		snake.WriteRune(unicode.ToLower(r))
	}
	return snake.String()
}

// beginsWord says whether a capital between these begins a word: behind a small letter or a digit, or as the last of
// several, as T in HFToken.
func beginsWord(before rune, after string) bool {
	if unicode.IsUpper(before) {
		next, _ := utf8.DecodeRuneInString(after)
		return unicode.IsLower(next)
	}
	return unicode.IsLower(before) || unicode.IsDigit(before)
}
