// Chinese microblog posts with names and common nouns of four entity types, one character a token.
//
// sample: the corpus bundled with this project.
// paper:  Weibo NER, second release (Peng & Dredze 2015; He & Sun 2016), files as published.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('microblog sample', 'microblog') { prefix: super.folder + 'microblog_conll.' },
  sources.open('Weibo NER, second release', 'weibo_ner', 'github.com/hltcoe/golden-horse') {
    prefix: super.folder + 'weiboNER_2nd_conll.',
  },
);

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

  // Text without labels, for the configs to take, and how many of its sentences come to a labelled one.
  text_per_sentence:: settings.choose(1080 / 400, 0),
  unlabelled:: settings.choose(
    [{
      type: 'files',
      files: [source.folder + 'unlabelled.txt'],
      reader: { type: 'text', splitter: { type: 'characters' } },
    }],
    []
  ),
}
