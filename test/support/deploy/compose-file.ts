import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';

export const root = join(import.meta.dirname, '..', '..', '..');
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, object>>;
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly pids_limit?: number;
  readonly deploy?: { readonly resources?: { readonly limits?: { readonly cpus?: string; readonly memory?: string } } };
  readonly healthcheck?: object;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
}

/** With the merge keys resolved, as compose does. */
export const parseYaml = (text: string): unknown => parse(text, { merge: true });
export const readCompose = (path: string): ComposeFile => parseYaml(read(path)) as ComposeFile;

/** The schema was written for an older reader: its `id` are notes, and its formats are those of Go. */
const withoutIds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, inner]) => !(['id', '$schema'].includes(key) && typeof inner === 'string'));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutIds(inner)]));
};

const formats = {
  duration: /^(\d+(ms|us|s|m|h))+$/,
  subnet_ip_address: /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/,
  ports: /^(\d{1,3}(\.\d{1,3}){3}:)?\d+(:\d+)?$/,
  expose: /^\d+$/,
};

/** Every place where the file is not as the compose specification wants it. */
export function schemaProblems(file: unknown): readonly string[] {
  const schema = withoutIds(JSON.parse(read('test/support/deploy/compose-spec/compose-spec.json'))) as object;
  const validate = new Ajv2019({ strict: false, allErrors: true, formats }).compile(schema);
  return validate(file) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
