// English messages with emerging and rare entities (Derczynski et al. 2017), one word a token.
//
// sample: a few messages bundled with this project, enough to see that everything works.
// paper:  WNUT-17, files as published.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('English message sample', 'messages'),
  sources.open('WNUT-17', 'wnut17_en', 'github.com/leondz/emerging_entities_17'),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'wnut17train.conll',
  dev: source.folder + 'emerging.dev.conll',
  test: source.folder + 'emerging.test.annotated',
  reader: { type: 'conll', scheme: 'bio', separator: '\t' },
  splitter: { type: 'words' },
  obtain: source.obtain,
}
