import { coerceInputValue, type GraphQLSchema, isInputType } from 'graphql';
import { ProblemError } from '../../platform/http/problem.js';
import type { FigureQuestion } from '../read-model/scope-of.js';
import { type Asker, FigureFilterInput, FigureQuestionArgs, questionOf } from './figure-question.args.js';

const NAMES = ['from', 'to', 'at', 'asKnownAt', 'filter'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const POSITION = /^\d{1,19}$/;
const FAULTS_MAX = 5;
const DETAIL_CHARACTERS_MAX = 500;
const POSITION_MAX = 2n ** 63n - 1n;

/**
 * The question of an address such as `?from=…&filter={"channels":["WEB"]}&asKnownAt=1234`; the filter is the input object of GraphQL,
 * held against the very schema. @throws ProblemError 400; QuestionRefused.
 */
export function exportQuestion(query: Readonly<Record<string, unknown>>, schema: GraphQLSchema, asker: Asker): FigureQuestion {
  const stranger = Object.keys(query).find((name) => !NAMES.includes(name));
  if (stranger !== undefined) throw wrong('address', `"${stranger.slice(0, 50)}" is not known here; known are ${NAMES.join(', ')}.`);
  const args = Object.assign(new FigureQuestionArgs(), {
    period: { from: instantOf(query, 'from'), to: instantOf(query, 'to') }, at: instantOf(query, 'at'), asKnownAt: knownAt(query), filter: filterOf(query, schema),
  });
  return questionOf(args, asker);
}

function textOf(query: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = query[name];
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string') throw wrong(name, `${name} is given more than once.`);
  return value;
}

function instantOf(query: Readonly<Record<string, unknown>>, name: string): string | null {
  const text = textOf(query, name);
  if (text === null) return null;
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw wrong(name, `${name} is an instant with an offset, such as 2026-02-01T00:00:00%2B08:00 ("+" is written %2B).`);
  return new Date(ms).toISOString();
}

function knownAt(query: Readonly<Record<string, unknown>>): FigureQuestionArgs['asKnownAt'] {
  const text = textOf(query, 'asKnownAt');
  if (text === null) return null;
  if (!POSITION.test(text)) return { instant: instantOf(query, 'asKnownAt') };
  const position = BigInt(text);
  if (position > POSITION_MAX) throw wrong('asKnownAt', `A position is at most ${POSITION_MAX}.`);
  return { position };
}

function filterOf(query: Readonly<Record<string, unknown>>, schema: GraphQLSchema): FigureFilterInput | null {
  const text = textOf(query, 'filter');
  if (text === null) return null;
  const type = schema.getType(FigureFilterInput.name);
  if (!isInputType(type)) throw new Error('The schema has no FigureFilterInput');
  const faults: string[] = [];
  const value: unknown = coerceInputValue(recordOf(text), type, (path, _invalid, error) => faults.push(`${path.join('.')}: ${error.message}`));
  if (faults.length > 0) throw wrong('filter', `filter ${faults.slice(0, FAULTS_MAX).join('; ')}`.slice(0, DETAIL_CHARACTERS_MAX));
  return value as FigureFilterInput;
}

function recordOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw wrong('filter', 'filter is a JSON object with the fields of FigureFilterInput, such as {"departmentIds":["intake"]}.');
}

const ZH: Readonly<Record<string, string>> = { address: '地址参数有误。', filter: '筛选条件有误：应为 JSON 对象，字段同 FigureFilterInput。' };

const wrong = (name: string, detail: string): ProblemError =>
  new ProblemError(400, 'bad-export-question', detail, { parameter: name, messageZh: ZH[name] ?? `参数 ${name} 有误：应为带时区的时刻。` });
