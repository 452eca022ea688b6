// English abstracts of biomedical papers: chemicals and diseases (Li et al. 2016), one word a token.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  BC5CDR, files as published by Crichton et al. (2017).
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('English abstract sample', 'bc5cdr_iobes_en'),
  sources.open('BC5CDR', 'bc5cdr_iobes_en', 'github.com/cambridgeltl/MTL-Bioinformatics-2016'),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'train.tsv',
  dev: source.folder + 'devel.tsv',
  test: source.folder + 'test.tsv',
  reader: { type: 'conll', scheme: 'bioes', separator: '\t' },
  splitter: { type: 'words' },
  obtain: source.obtain,
}
