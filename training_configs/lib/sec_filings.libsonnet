// English loan agreements filed with the SEC (Salinas Alvarado et al. 2015), one word a token, in the
// layout of CoNLL-2003. There is no dev file: the end of the training file serves as one.
//
// sample: a few sentences bundled with this project, enough to see that everything works.
// paper:  SEC filings, files as published.
local settings = import 'settings.libsonnet';
local sources = import 'sources.libsonnet';

local source = settings.choose(
  sources.bundled('financial agreement sample', 'sec_filings_en'),
  sources.open('SEC filings', 'sec_filings_en', 'people.eng.unimelb.edu.au/tbaldwin'),
);

{
  type: 'files',
  name: source.name,
  train: source.folder + 'FIN5.txt',
  dev: null,
  dev_share: 0.2,
  test: source.folder + 'FIN3.txt',
  reader: { type: 'conll', scheme: 'iob1' },
  splitter: { type: 'words' },
  obtain: source.obtain,
}
