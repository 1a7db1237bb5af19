import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { FIGURES } from '../../../src/efficiency/read-model/figures/figure-relations.js';
import { FACT_KINDS } from '../../../src/efficiency/projections/facts.js';
import { tableOf } from '../../../src/efficiency/read-model/schema.js';
import { statusOfRefusal, unreadableResult } from '../../../src/service-request/api/event-result.js';
import { COMMAND_INPUTS } from '../../../src/service-request/api/payloads/command-inputs.js';
import { EVENT_OF_COMMAND, type CommandType } from '../../../src/service-request/domain/commands.js';
import { SEALED_FIELDS } from '../../../src/service-request/domain/events.js';
import { refuse } from '../../../src/service-request/domain/refuse.js';
import { REJECTION_CODES, REJECTION_TEXTS } from '../../../src/service-request/domain/rejection-texts.js';

/** The reference says what the source says: a change of the one without the other fails here. */
const root = join(import.meta.dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const rowsOf = (document: string): readonly string[] => read(document).split('\n').filter((line) => line.startsWith('| '));

describe('docs/reference/events.md', () => {
  const rows = rowsOf('docs/reference/events.md');
  const ENVELOPE = ['source', 'id', 'hallId', 'requestId', 'occurredAt', 'departmentId', 'officerId', 'terminalId'];
  const fieldsOf = (type: CommandType): readonly string[] => {
    const checks = getMetadataStorage().getTargetValidationMetadatas(COMMAND_INPUTS[type], '', true, false);
    return [...new Set(checks.map(({ propertyName }) => propertyName))].filter((name) => !ENVELOPE.includes(name));
  };

  it.each(Object.entries(EVENT_OF_COMMAND) as [CommandType, string][])('has the event of %s with all its fields', (command, event) => {
    const row = rows.find((line) => line.startsWith(`| \`${event}\``)) ?? '';
    expect(row).toContain(`\`${event}\``);
    expect(fieldsOf(command).filter((field) => !row.includes(`\`${field}\``))).toEqual([]);
    const sealed = SEALED_FIELDS[EVENT_OF_COMMAND[command]];
    expect(row.includes('*sealed*')).toBe(sealed !== undefined);
  });

  it('has every refusal code with its status, both sentences, and whether a retry can help', () => {
    const row = (code: Parameters<typeof statusOfRefusal>[0], { en, zh }: { en: string; zh: string }, retry: string): string =>
      `| \`${code}\` | ${statusOfRefusal(code)} | ${retry} | ${en} | ${zh} |`;
    const unread = (['INVALID_EVENT', 'UNKNOWN_EVENT_TYPE', 'INVALID_PAYLOAD'] as const).map((code) => row(code, unreadableResult({ code, fields: [] }).reason, 'no'));
    const refused = REJECTION_CODES.map((code) => {
      const retry = refuse(code, {} as never).retryable ? 'yes' : 'no';
      return row(code, REJECTION_TEXTS[code], code === 'NO_PENDING_TRANSFER' ? 'yes, unless the sender holds it' : retry);
    });
    expect(rows.filter((line) => /^\| `[A-Z]+(_[A-Z]+)*` \| \d{3} \|/.test(line))).toEqual([...unread, ...refused]);
  });
});

it('docs/reference/figures.md has every figure that can be opened', () => {
  const text = read('docs/reference/figures.md');
  // Credited to the first-inquiry department the names repeat, with this before them.
  const own = Object.keys(FIGURES).filter((name) => !/^FIRST_INQUIRY_(CLOSED|DUE)_/.test(name));
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it('docs/reference/configuration.md has every variable that is read', () => {
  const named = ['config.ts', 'auth/token-settings.ts'].flatMap((file) => [...read(`src/platform/${file}`).matchAll(/read\.\w+\('([A-Z_]+)'/g)].map(([, name = '']) => name));
  const ofTheKeys = ['keyring-address.ts', 'key-server/server-settings.ts', 'key-server/key-server.main.ts'].flatMap((file) =>
    [...read(`src/privacy/${file}`).matchAll(/\benv\['(KEYRING\w*)'\]/g)].map(([, name = '']) => name));
  expect(new Set(ofTheKeys).size).toBe(6);
  const ofTheDoors = [...read('src/platform/http/door-settings.ts').matchAll(/\(\s*'([A-Z][A-Z_]+)'/g)].map(([, name = '']) => name);
  expect(ofTheDoors.length).toBeGreaterThan(11);
  const variables = [...named, ...ofTheKeys, ...ofTheDoors];
  expect(variables.length).toBeGreaterThan(12);
  const rows = rowsOf('docs/reference/configuration.md');
  expect(variables.filter((name) => !rows.some((row) => row.startsWith(`| \`${name}\` |`)))).toEqual([]);
});

it('docs/reference/storage.md has every table of facts and every field of the metadata', () => {
  const text = read('docs/reference/storage.md');
  expect(FACT_KINDS.map(tableOf).filter((table) => !text.includes(`\`${table}\``))).toEqual([]);
  const fields = [...read('src/service-request/domain/metadata.ts').matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
  expect(fields.length).toBeGreaterThan(7);
  expect(fields.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

it('docs/reference/limits.md gives each limit the number it has in the source', () => {
  const rows = rowsOf('docs/reference/limits.md').flatMap((row) => {
    const [, number, name, path] = /\| ([\d,]+) \| `(\w+)` \| \[[^\]]+\]\(\.\.\/\.\.\/([^)]+)\) \|$/.exec(row) ?? [];
    return number === undefined || name === undefined || path === undefined ? [] : [{ number: Number(number.replaceAll(',', '')), name, path }];
  });
  expect(rows.length).toBeGreaterThan(30);
  const inSource = ({ name, path }: (typeof rows)[number]): number => {
    const factors = new RegExp(`\\b${name}\\s*=\\s*([\\d_ *]+);`).exec(read(path))?.[1]?.replaceAll('_', '').split('*').map(Number) ?? [Number.NaN];
    return factors.reduce((product, factor) => product * factor, 1);
  };
  expect(rows).toEqual(rows.map((row) => ({ ...row, number: inSource(row) })));
});

it('the index names every document but the decisions, which have an index of their own', () => {
  const folders = ['how-to', 'reference', 'explanation'];
  const index = read('docs/README.md');
  const documents = folders.flatMap((folder) => readdirSync(join(root, 'docs', folder)).map((name) => `${folder}/${name}`));
  expect(documents.filter((name) => !index.includes(`(${name}`))).toEqual([]);
});
