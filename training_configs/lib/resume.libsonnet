// Lines of Chinese résumés (Zhang & Yang 2018), one character a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  Resume, files as published.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('Chinese résumé sample', 'resume_zh'),
  sources.closed('Resume', 'resume_zh', 'train.char.bmes, dev.char.bmes and test.char.bmes'),
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
