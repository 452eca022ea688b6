// English of several genres with eighteen entity types (Pradhan et al. 2013), one word a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  OntoNotes 5 (LDC2013T19) in the files and splits of CoNLL-2012.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('English document sample', 'ontonotes5_en'),
  sources.closed(
    'OntoNotes 5, English',
    'ontonotes5_en',
    'the folders train, development and test of CoNLL-2012, with *_gold_conll files in them,'
  ),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'train/data/english/annotations',
  dev: source.folder + 'development/data/english/annotations',
  test: source.folder + 'test/data/english/annotations',
  reader: { type: 'conll2012' },
  splitter: { type: 'words' },
  obtain: source.obtain,
}
