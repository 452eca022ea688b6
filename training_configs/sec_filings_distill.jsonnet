// The student under its teacher, and the same student without.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'sec_filings_student.jsonnet', teacher=import 'sec_filings_teacher.jsonnet')
