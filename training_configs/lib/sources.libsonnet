// Where a corpus comes from: what it is called, its folder, and what to say when it is missing.
local settings = import 'settings.libsonnet';

local place(folder) = settings.corpora + '/' + folder + '/';
local elsewhere = '; or name another place with --var corpora=DIR.';

{
  // A sample in fixtures/.
  bundled(name, folder):: {
    name: name,
    folder: place(folder),
    obtain: 'It is part of a checkout of this project; from elsewhere, name that checkout: '
            + '--var corpora=CHECKOUT/fixtures.',
  },

  // What everyone may download from `origin`.
  open(name, folder, origin):: {
    name: name,
    folder: place(folder),
    obtain: 'mgkd data get %s --into %s fetches it from %s' % [folder, settings.corpora, origin]
            + elsewhere,
  },

  // What everyone has to get for himself; `files` says in words what is to be put into its folder.
  closed(name, folder, files):: {
    name: name,
    folder: place(folder),
    obtain: 'mgkd data get %s tells where to get it; put %s into %s'
            % [folder, files, place(folder)] + elsewhere,
  },
}
