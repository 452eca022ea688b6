// Student and distillation of every corpus, for sweeps: --var corpus=NAME; --var labelled=SHARE to learn
// from the labels of a share of the training sentences only; --var epochs=N; --var teacher=DIR for a run
// as the teacher. As the corpus's own configs have them, or all with one small student.
local recipes = import 'recipes.libsonnet';
local settings = import 'settings.libsonnet';
local taggers = import 'taggers.libsonnet';

local cased = ['bc5cdr', 'conll2003', 'ontonotes5', 'sec_filings', 'wnut17'];

local known = {
  // Tags as the teacher's: some methods compare scores tag by tag.
  bc5cdr: {
    student: (import '../bc5cdr_student.jsonnet') { scheme: 'bio' },
    distill: (import '../bc5cdr_distill.jsonnet') { scheme: 'bio' },
  },
  cluener: { student: import '../cluener_student.jsonnet', distill: import '../cluener_distill.jsonnet' },
  conll2003: {
    student: import '../conll2003_student.jsonnet',
    distill: import '../conll2003_distill.jsonnet',
  },
  msra: { student: import '../msra_student.jsonnet', distill: import '../msra_distill.jsonnet' },
  ontonotes4: {
    student: import '../ontonotes4_student.jsonnet',
    distill: import '../ontonotes4_distill.jsonnet',
  },
  ontonotes5: {
    student: import '../ontonotes5_student.jsonnet',
    distill: import '../ontonotes5_distill.jsonnet',
  },
  resume: { student: import '../resume_student.jsonnet', distill: import '../resume_distill.jsonnet' },
  sec_filings: {
    student: import '../sec_filings_student.jsonnet',
    distill: import '../sec_filings_distill.jsonnet',
  },
  uner_zh: { student: import '../uner_zh_student.jsonnet', distill: import '../uner_zh_distill.jsonnet' },
  weibo: { student: import '../weibo_student.jsonnet', distill: import '../weibo_distill.jsonnet' },
  wnut17: { student: import '../wnut17_student.jsonnet', distill: import '../wnut17_distill.jsonnet' },
};

local name = settings.variable('corpus', 'weibo');
local labelled = settings.variable('labelled', 1.0);
local epochs = settings.variable('epochs', 30);
local teacher = settings.variable('teacher', '');
local read = { variables+: { corpus: name, labelled: labelled, epochs: epochs } };

assert std.objectHas(known, name) :
       'no corpus is called %s; there are: %s' % [name, std.join(', ', std.objectFields(known))];

assert labelled > 0 && labelled <= 1 :
       '--var labelled: expected a share above 0 and at most 1, found %g' % labelled;

// A BiLSTM-CRF for the corpus's script: over words, their characters and casing where there is case,
// over characters as tokens otherwise.
local bilstm_crf(embedding_size, hidden_size, dropout) =
  if std.member(cased, name)
  then taggers.words_and_characters(
    embedding_size=embedding_size, hidden_size=hidden_size, dropout=dropout
  )
  else taggers.bilstm_crf(embedding_size, hidden_size, dropout);

local small = bilstm_crf(embedding_size=100, hidden_size=64, dropout=0.3);

local with_model(config, model) = config {
  scheme: 'bio',
  model: model,
  trainer: taggers.begun_gently(
    model, super.trainer { batch_size: 32, optimizer: { type: 'adamw', lr: 4e-3 } }
  ),
};

{
  name: name,

  // The name of a sweep over this corpus and share of labels.
  sweep(family):: std.join('-', [family, name] + (if labelled < 1 then ['%g' % labelled] else [])),

  // What a distilled student's token vectors begin as, null where the teacher has no encoder.
  encoder: std.get(known[name].distill.variables, 'encoder'),

  // The student's tagger as its own config has it.
  from_scratch: known[name].student.model,

  // Begins as the distilled one, unless that takes a teacher.
  student: recipes.alone(
    known[name].student + read
    + (if known[name].distill.baseline == true then { model: known[name].distill.model } else {})
    + { trainer: taggers.begun_gently(self.model, super.trainer { epochs: epochs }) },
    labelled
  ),

  // Without the student alone, which a sweep has as a config of its own; as many label sequences are
  // stored as any config of a sweep asks for, so that the teacher is asked once.
  distill:
    (if labelled < 1 then recipes.low_resource(known[name].distill, labelled) else known[name].distill)
    + read + { trainer+: { epochs: epochs }, teacher+: { paths: 16 }, baseline: false }
    + (if teacher == '' then {} else {
         variables+: { teacher: teacher },
         teacher: { type: 'run', directory: teacher, paths: 16 },
       }),

  // One small student for any corpus, alone and distilled. Its token vectors begin as those of its
  // teacher's encoder or, where that has none, as its teacher's; alone, it begins so where it can.
  small:: {
    local begun = taggers.well_begun(small, $.encoder),
    student: with_model($.student, if taggers.needs_a_teacher(begun) then small else begun),
    student_from_scratch: with_model($.student, small),
    distill: with_model($.distill, begun),
    distill_from_scratch: with_model($.distill, small),
  },
}
