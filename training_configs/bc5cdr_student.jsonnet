// The student alone: gold labels, no teacher. Its tags are BIOES, as in the corpus's files; those of its
// teacher are BIO, and it learns from them all the same.
local recipes = import 'lib/recipes.libsonnet';
local taggers = import 'lib/taggers.libsonnet';

recipes.student(import 'lib/bc5cdr.libsonnet', model=taggers.words_and_characters()) {
  scheme: 'bioes',
}
