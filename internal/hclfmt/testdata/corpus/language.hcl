# What zsv's language has, in the layout of nobody.
zsv {
required_version=">= 0.1"
  validation_level   = "SECRET_AND_KEY_EXISTS"   # NONE | SECRET_EXISTS
      default_stack= "prod"
  rules={"unused-component"="off","embedded-reference"    =   "error"}
}
variable env{
type=string
  default    ="dev"
	validation {
		condition     = contains(["dev","prod"],var.env)
		error_message="dev or prod"
	}
}
variable "shape" {
  type=list(object({name=string,port=optional(number,80)}))
  default=[]
}

locals{
tracking="${var.env}_mlflow"
  number=-1
  not=! true
  sum=1+2*3-(4/5)%6
  all =[for  s in var.shape:s.name if s.port!=80]
  map={for k,v in {a=1}:k=>v...}
  choice=var.env=="dev"?"{{dev.key}}":"{{ prod.key }}"
  deep = var.shape[ 0 ] . name
  splat=var.shape[*].name
  legacy=var.shape.*.name
  call=join( "," , [ "a" ,"b" ] ... )
  wrapped="${var.env}"
  templated="%{ if true }yes%{else}no%{ endif }"
  trimmed="${ var.env ~}  x"
}

provider vault main{
  address="https://vault.example.com:8200"
    mount   ="secret" // the engine
  prefix= "ml/${var.env}"   /* of the team */
}
provider "file"   "local"   {path="secrets.yaml"}

component "experiment_tracker"  mlflow {
flavor="mlflow"
 tracking_username="{{${local.tracking}.username}}"
  tracking_password=secret.mlflow.password

  # zsv:ignore embedded-reference
  note="see {{mlflow.password}}"
  path="s3://{{bucket.name}}" # zsv:ignore embedded-reference

  settings={"orchestrator.kubeflow"={client_password="{{kubeflow.password}}",client_username="{{kubeflow.username}}"}}
  nested={
      a=1
  "b c" = {
    long_name:2,
  x = 3
  }
  }
}


stack "prod" {
      secrets=provider.vault.main
  components=[component.experiment_tracker.mlflow,
    component.orchestrator.k8s,
      component.artifact_store.s3]
  env={
DATABASE_URL="postgres://ml:{{db.password}}@db/ml"
    X = 1
  }
}

secret "mlflow" {
provider=provider.vault.main
path="shared/mlflow"
key "password"{
    description="Ask the platform team"
generate={length=32}
}
key "token" { optional=true }
}
