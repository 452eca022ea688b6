// Chinese news with ten entity types (Xu et al. 2020), one character a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  CLUENER 2020, files as published.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('Chinese ten-type sample, dev as test', 'cluener_zh'),
  sources.closed('CLUENER, dev as test', 'cluener_zh', 'train.json and dev.json'),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'train.json',
  dev: source.folder + 'dev.json',
  // The published test.json has no labels; papers report on dev.
  test: source.folder + 'dev.json',
  reader: { type: 'cluener' },
  splitter: { type: 'characters' },
  obtain: source.obtain,
}
