// Chinese of an encyclopedia (Mayhew et al. 2024), its words cut into characters.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  Universal NER, Chinese GSDSIMP, files as published.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('Chinese encyclopedia sample', 'uner_zh_gsdsimp'),
  sources.open(
    'Universal NER, Chinese GSDSIMP',
    'uner_zh_gsdsimp',
    'github.com/UniversalNER/UNER_Chinese-GSDSIMP'
  ),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'zh_gsdsimp-ud-train.iob2',
  dev: source.folder + 'zh_gsdsimp-ud-dev.iob2',
  test: source.folder + 'zh_gsdsimp-ud-test.iob2',
  reader: { type: 'uner', split_characters: true },
  splitter: { type: 'characters' },
  obtain: source.obtain,
}
