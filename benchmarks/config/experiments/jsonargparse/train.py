"""The experiment as a command line of jsonargparse, with classes named in the config."""

from jsonargparse import ActionConfigFile, ArgumentParser

from benchmarks.config.toy import train

parser = ArgumentParser(parser_mode="omegaconf+")
parser.add_argument("--config", action=ActionConfigFile)
parser.add_function_arguments(train, sub_configs=True)
built = parser.instantiate(parser.parse_args())
train(built.corpus, built.model, built.objective, built.trainer)
