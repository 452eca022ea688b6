// Chinese news with ten entity types (Xu et al. 2020), one character a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  CLUENER 2020, files as published. There is no test split: test.json has no labels, so papers
//         report on dev.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('Chinese ten-type sample', 'cluener_zh'),
  sources.closed('CLUENER', 'cluener_zh', 'train.json and dev.json'),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'train.json',
  dev: source.folder + 'dev.json',
  test: source.folder + 'dev.json',
  reader: { type: 'cluener' },
  splitter: { type: 'characters' },
  obtain: source.obtain,
}
