"""A pipeline of two steps, each of which logs in to the tracking server. Start it with: zsv run -- python3 pipeline.py"""

import os

import zsv


def train() -> None:
    """Finds its login in the environment, as MLflow's own client does: zsv run has put it there."""
    log_in("train", os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"])


def publish() -> None:
    """Fetches its login when it needs it, so that it sees a password that changed while train was running."""
    mlflow = zsv.get_secret("mlflow")
    log_in("publish", mlflow.secret_values["username"], mlflow.secret_values["password"])


def log_in(step: str, username: str, password: str) -> None:
    """Stands for the request of a real client."""
    if not password:
        raise SystemExit(f"{step}: there is no password")
    print(f"{step}: logged in to {os.environ['MLFLOW_TRACKING_URI']} as {username}")


if __name__ == "__main__":
    train()
    publish()
