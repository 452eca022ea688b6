// Chinese newswire in the split of Che et al. (2013), one character a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  OntoNotes 4 (LDC2011T03), written out a character a line as for Zhang & Yang 2018.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('Chinese newswire sample', 'ontonotes4_zh'),
  sources.closed('OntoNotes 4, Chinese', 'ontonotes4_zh', 'train.char.bmes, dev.char.bmes and test.char.bmes'),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'train.char.bmes',
  dev: source.folder + 'dev.char.bmes',
  test: source.folder + 'test.char.bmes',
  reader: { type: 'conll', scheme: 'bmes', separator: ' ' },
  splitter: { type: 'characters' },
  obtain: source.obtain,
}
