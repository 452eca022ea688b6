// The main job: the student learns from gold labels and from its teacher's best label sequences.
local recipes = import 'lib/recipes.libsonnet';

recipes.distill(student=import 'weibo_student.jsonnet', teacher=import 'weibo_teacher.jsonnet')
