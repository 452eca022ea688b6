// English newswire with four entity types (Tjong Kim Sang & De Meulder 2003), one word a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  CoNLL-2003, files as the task's script makes them.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('English newswire sample', 'conll2003_en'),
  sources.closed('CoNLL-2003', 'conll2003_en', 'eng.train, eng.testa and eng.testb'),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'eng.train',
  dev: source.folder + 'eng.testa',
  test: source.folder + 'eng.testb',
  reader: { type: 'conll', scheme: 'iob1' },
  splitter: { type: 'words' },
  obtain: source.obtain,
}
