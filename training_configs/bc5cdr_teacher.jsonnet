// Biomedical abstracts, by an encoder that was pretrained on such.
local recipes = import 'lib/recipes.libsonnet';

recipes.teacher(import 'lib/bc5cdr.libsonnet', encoder='dmis-lab/biobert-base-cased-v1.2')
