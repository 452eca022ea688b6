// Chinese newspapers: people, places and organisations (Levow 2006), one character a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  MSRA, the usual copy in two columns, its dev split cut off the end of train.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('Chinese newspaper sample', 'msra_zh'),
  sources.closed(
    'MSRA',
    'msra_zh',
    'msra_train_bio, msra_dev_bio (cut off the former: docs/corpora.md) and msra_test_bio'
  ),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'msra_train_bio',
  dev: source.folder + 'msra_dev_bio',
  test: source.folder + 'msra_test_bio',
  reader: { type: 'conll', scheme: 'bio', separator: '\t' },
  splitter: { type: 'characters' },
  obtain: source.obtain,
}
