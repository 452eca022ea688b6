// The student under its teacher, and the same student without. Of the corpora measured with all labels it
// is the one on which text that is made gains on dev (docs/results.md).
local recipes = import 'lib/recipes.libsonnet';

recipes.with_made_text(
  recipes.distill(student=import 'uner_zh_student.jsonnet', teacher=import 'uner_zh_teacher.jsonnet')
)
