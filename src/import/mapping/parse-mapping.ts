import { isHallId } from '../../service-request/domain/request-ids.js';
import { calendarSpec, limitSpec, zoneOf } from './calendar-spec.js';
import { optionalTextColumn, outcomeColumn, stateRule, textColumn, timeColumn, type Defaults } from './column-specs.js';
import { Fields, type Problems } from './fields.js';
import { EVENT_LOG_KEYS, eventLogColumns } from './event-log-columns.js';
import { SHAPES, type ImportMapping, type Shape, type TextColumn } from './mapping.js';
import { shapeProblems } from './shape-rules.js';
import { type ReadTime, timeReader } from './time-format.js';

const FILE_KEYS = [
  'source',
  'hall',
  'shape',
  'format',
  'encoding',
  'delimiter',
  'nulls',
  'time',
  'columns',
  'states',
  'calendar',
  'limits',
];
const COLUMN_KEYS = ['case', 'time', 'holder', 'officer', 'serviceItem', 'channel', 'outcome', 'received', 'due', 'closed'];
const ENCODINGS = ['utf-8', 'gb18030', 'gbk', 'big5', 'utf-16le', 'windows-1252'] as const;
const SOURCE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const CHANNEL = { column: null, nulls: new Set<string>(), prefix: '', otherwise: 'import' };

export type ParsedMapping =
  { readonly mapping: ImportMapping; readonly problems: readonly [] } | { readonly mapping: null; readonly problems: readonly string[] };

/** From the parsed YAML to a mapping, or everything that is wrong with it. */
export function parseMapping(document: unknown): ParsedMapping {
  const problems: Problems = [];
  const file = new Fields('', document ?? {}, FILE_KEYS, problems);
  const shape = file.oneOf('shape', SHAPES);
  const columns = new Fields('columns', file.raw('columns') ?? {}, shape === 'event-log' ? EVENT_LOG_KEYS : COLUMN_KEYS, problems);
  if (!file.has('shape')) file.wrong('shape', 'is missing');
  const mapping = readMapping({ file, columns, shape: shape ?? 'state-log', problems });
  if (shape !== undefined) shapeProblems(shape, file, columns);
  return problems.length === 0 ? { mapping, problems: [] } : { mapping: null, problems };
}

interface Parts {
  readonly file: Fields;
  readonly columns: Fields;
  readonly shape: Shape;
  readonly problems: Problems;
}

function readMapping({ file, columns, shape, problems }: Parts): ImportMapping {
  const time = new Fields('time', file.raw('time') ?? {}, ['format', 'zone'], problems);
  const defaults: Defaults = { nulls: file.texts('nulls'), timeFormat: time.text('format') ?? 'iso', zone: zoneOf(time, 'zone') ?? 'UTC' };
  const limits = new Fields('limits', file.raw('limits') ?? {}, ['promised', 'statutory'], problems);
  if (shape === 'event-log') return eventLogMapping({ file, columns, shape, problems }, defaults);
  const text = (key: string) => optionalTextColumn(columns, key, defaults, problems);
  const at = (key: string) => timeColumn(columns, key, defaults, problems);
  return {
    shape,
    hallId: hallOf(file),
    source: sourceOf(file),
    ...readingOf(file),
    caseId: textColumn(columns, 'case', defaults, problems),
    holder: textColumn(columns, 'holder', defaults, problems),
    officer: text('officer'),
    serviceItem: textColumn(columns, 'serviceItem', defaults, problems),
    channel: text('channel') ?? CHANNEL,
    outcome: outcomeColumn(columns, defaults, problems),
    time: at('time'),
    received: at('received'),
    due: at('due'),
    closed: at('closed'),
    ...statesOf(file, problems),
    ...calendarSpec(file, problems),
    promised: limitSpec(limits, 'promised', problems),
    statutory: limitSpec(limits, 'statutory', problems),
    eventLog: null,
  };
}

/** Its columns have names of their own; without a calendar the reference data must come along. */
function eventLogMapping({ file, columns, problems }: Parts, { nulls, timeFormat, zone }: Defaults): ImportMapping {
  const limits = new Fields('limits', file.raw('limits') ?? {}, ['promised', 'statutory'], problems);
  if (file.has('limits') && !file.has('calendar')) file.wrong('limits', 'need a calendar');
  const named = eventLogColumns(columns);
  const hallId = hallOf(file);
  const column = (name: string): TextColumn => ({ column: named.get(name) ?? name, nulls: new Set(nulls), prefix: '', otherwise: null });
  return {
    shape: 'event-log', hallId, source: sourceOf(file), ...readingOf(file),
    caseId: column('subject'), holder: column('departmentId'), officer: column('officerId'), serviceItem: column('serviceItemCode'), channel: column('channel'),
    outcome: null, time: null, received: null, due: null, closed: null, suspended: [], completed: [],
    ...(file.has('calendar') ? calendarSpec(file, problems) : { calendarId: '', calendar: null }),
    promised: limitSpec(limits, 'promised', problems), statutory: limitSpec(limits, 'statutory', problems),
    eventLog: { columns: named, nulls: new Set(nulls), time: eventTime(file, timeFormat, zone), hallId },
  };
}

function eventTime(file: Fields, format: string, zone: string): ReadTime {
  try {
    return timeReader(format, zone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    file.wrong('time', `cannot be used: ${error.message}`);
    return timeReader('iso', 'UTC');
  }
}

function hallOf(file: Fields): string {
  const hall = file.requiredText('hall');
  if (hall !== '' && !isHallId(hall)) file.wrong('hall', 'must be 1 to 64 of A-Z a-z 0-9 _ -');
  return hall;
}

function sourceOf(file: Fields): string {
  const source = file.requiredText('source');
  if (source !== '' && !SOURCE.test(source))
    file.wrong('source', 'must be 1 to 100 of A-Z a-z 0-9 . _ -, beginning with a letter or digit');
  return source;
}

function readingOf(file: Fields): Pick<ImportMapping, 'format' | 'encoding' | 'delimiter'> {
  const encoding = file.oneOf('encoding', ENCODINGS) ?? 'utf-8';
  const delimiter = file.text('delimiter') ?? ',';
  if (delimiter.length !== 1 || delimiter === '"') file.wrong('delimiter', 'must be one character, e.g. "," or ";" or "\\t"');
  return { format: file.oneOf('format', ['auto', 'xes', 'csv']) ?? 'auto', encoding, delimiter };
}

function statesOf(file: Fields, problems: Problems): Pick<ImportMapping, 'suspended' | 'completed'> {
  const states = new Fields('states', file.raw('states') ?? {}, ['suspended', 'completed'], problems);
  const suspended = states.list('suspended').map((entry, index) => {
    const spec = new Fields(`states.suspended[${index}]`, entry, ['column', 'values', 'prefixes', 'cause'], problems);
    return { ...stateRule(spec), cause: spec.oneOf('cause', ['APPLICANT', 'STATUTORY']) ?? ('APPLICANT' as const) };
  });
  const completed = states
    .list('completed')
    .map((entry, index) => stateRule(new Fields(`states.completed[${index}]`, entry, ['column', 'values', 'prefixes'], problems)));
  return { suspended, completed };
}
