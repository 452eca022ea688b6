// English messages with emerging and rare entities (Derczynski et al. 2017), one word a token.
//
// sample: a few messages bundled with this project, enough to see that everything works.
// paper:  WNUT-17, files as published.
local settings = import 'settings.libsonnet';

local published = {
  name: 'WNUT-17',
  folder: settings.corpora + '/wnut17_en/',
  obtain: 'mgkd data get wnut17_en --into ' + settings.corpora + ' fetches it from '
          + 'github.com/leondz/emerging_entities_17; or name another place with --var corpora=DIR.',
};
local bundled = {
  name: 'English message sample',
  folder: settings.corpora + '/messages/',
  obtain: 'It is part of a checkout of this project; from elsewhere, name that checkout: '
          + '--var corpora=CHECKOUT/fixtures.',
};
local source = settings.choose(bundled, published);

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
