"""The experiment as an application of hydra: all is resolved and built before anything is read."""

import hydra
from hydra.utils import instantiate
from omegaconf import DictConfig, OmegaConf
from schema import store

from benchmarks.config.toy import train

store()


@hydra.main(version_base=None, config_path=".", config_name="config")
def main(config: DictConfig) -> None:
    OmegaConf.to_container(config, resolve=True)  # as OmegaConf.resolve, but says where it fails
    missing = OmegaConf.missing_keys(config)
    if missing:
        raise SystemExit(f"missing: {', '.join(sorted(missing))}")
    built = instantiate(config)
    train(built.corpus, built.model, list(built.objective.values()), built.trainer)


main()
