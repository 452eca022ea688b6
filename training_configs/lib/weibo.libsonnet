// Chinese microblog posts with names and common nouns of four entity types, one character a token.
//
// sample: the corpus bundled with this project.
// paper:  Weibo NER, second release (Peng & Dredze 2015; He & Sun 2016), files as published.
local settings = import 'settings.libsonnet';

local published = {
  name: 'Weibo NER, second release',
  prefix: settings.corpora + '/weibo_ner/weiboNER_2nd_conll.',
  obtain: 'mgkd data get weibo_ner --into ' + settings.corpora + ' fetches it from '
          + 'github.com/hltcoe/golden-horse; or name another place with --var corpora=DIR.',
};
local bundled = {
  name: 'microblog sample',
  prefix: settings.corpora + '/microblog/microblog_conll.',
  obtain: 'It is part of a checkout of this project; from elsewhere, name that checkout: '
          + '--var corpora=CHECKOUT/fixtures.',
};
local source = settings.choose(bundled, published);

{
  type: 'files',
  name: source.name,
  train: source.prefix + 'train',
  dev: source.prefix + 'dev',
  test: source.prefix + 'test',
  // The published train and test files hold 14 tags I- without a B- before them.
  reader: { type: 'conll', scheme: 'bio', strip_segmentation: true, on_illegal: 'repair' },
  splitter: { type: 'characters' },
  obtain: source.obtain,
} + settings.choose({
  // Text without labels, which only a student with a teacher learns from.
  unlabelled: settings.corpora + '/microblog/unlabelled.txt',
  unlabelled_reader: { type: 'text', splitter: { type: 'characters' } },
}, {})
