// What the command line says: --profile NAME and --var NAME=VALUE.
//
// A config lists what it reads under its key `variables`, so that a misspelt --var is an error
// and the resolved config tells where everything came from.
local given = std.extVar('mgkd');
local profiles = ['sample', 'paper'];

// The folder that holds training_configs/, whatever the working directory is. A path like
// ../lib/settings.libsonnet does not name that folder, so it is reached by going up.
local root =
  local parts = std.split(std.thisFile, '/');
  local n = std.length(parts);
  if n >= 3 && !std.member(['.', '..'], parts[n - 3])
  then std.join('/', parts[0:n - 3] + [''])
  else std.join('/', parts[0:n - 2] + ['..', '']);

{
  profile:
    local name = if given.profile == null then 'sample' else given.profile;
    assert std.member(profiles, name) :
           'no profile is called %s; there are: %s' % [name, std.join(', ', profiles)];
    name,

  // One of two values, by profile.
  choose(sample, paper):: if $.profile == 'sample' then sample else paper,

  // The value of --var NAME=VALUE, of the same type as the default; or the default.
  variable(name, default)::
    local kind = std.type(default);
    local value = if kind == 'string' then given.vars[name] else given.values[name];
    if !std.objectHas(given.vars, name) then default
    else if std.type(value) == kind then value
    else error '--var %s: expected a %s, such as %s, found %s' % [name, kind, default, given.vars[name]],

  // Where the corpora are: each in a folder of its own below this one.
  corpora: $.variable('corpora', $.choose(root + 'fixtures', 'data')),
}
