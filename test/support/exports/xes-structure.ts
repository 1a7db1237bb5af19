import { SaxesParser, type SaxesTagNS } from 'saxes';

/**
 * Holds a text against the schema of IEEE 1849-2016 by its rules: which element may stand in which, in which order, with which
 * attributes of which types, and keys unique where they must be. And against what the standard says beyond the schema: globals are there
 * in every trace and event, classifiers name globals, and the keys of the standard's extensions are keys they have.
 * @returns what is wrong, one sentence each with its line; empty for a log that is well made.
 */
export function xesFaults(text: string): readonly string[] {
  const faults: string[] = [];
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Node[] = [];
  const globals: Record<string, Set<string>> = { trace: new Set(), event: new Set() };
  const say = (what: string): void => void faults.push(`line ${parser.line}: ${what}`);
  parser.on('error', ({ message }) => say(message));
  parser.on('text', (found) => (found.trim() === '' ? undefined : say(`text where none may be: ${found.trim().slice(0, 40)}`)));
  parser.on('opentag', (tag) => {
    const parent = open.at(-1) ?? null;
    const node = new Node(tag);
    checkPlace(node, parent, say);
    checkAttributes(node, say);
    if (node.name === 'classifier') checkClassifier(node, globals, say);
    if (parent?.name === 'global' && node.key !== null) globals[parent.value('scope') ?? '']?.add(node.key);
    open.push(node);
  });
  parser.on('closetag', () => {
    const node = open.pop();
    if (node?.name === 'list' && node.children.join() !== 'values') say('a list holds exactly one <values>');
    for (const key of node === undefined ? [] : (globals[node.name] ?? [])) if (!node?.keys.has(key)) say(`<${node?.name}> lacks the global ${key}`);
  });
  parser.write(text).close();
  return faults;
}

const NAMESPACE = 'http://www.xes-standard.org/';
const TYPES: Readonly<Record<string, RegExp>> = {
  string: /^[^]*$/, id: /^[^]*$/, date: /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/, int: /^[+-]?\d{1,19}$/,
  float: /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$/, boolean: /^(true|false|1|0)$/,
};
const ATTRIBUTES = [...Object.keys(TYPES), 'list'];
const NC_NAME = /^[\p{L}_][\p{L}\p{N}._-]*$/u;
const NAME = /^[\p{L}_:][\p{L}\p{N}:._-]*$/u;
/** What may stand in an element, in the order in which it may. */
const CONTENT: Readonly<Record<string, readonly (readonly string[])[]>> = {
  log: [['extension'], ['global'], ['classifier'], ATTRIBUTES, ['trace'], ['event']], trace: [ATTRIBUTES, ['event']], event: [ATTRIBUTES], global: [ATTRIBUTES],
  extension: [], classifier: [], values: [ATTRIBUTES], list: [ATTRIBUTES, ['values']], ...Object.fromEntries(Object.keys(TYPES).map((name) => [name, [ATTRIBUTES]])),
};
const NEEDED: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  log: { 'xes.version': /^\d+(\.\d+)?$/, 'xes.features': /^[\w-]*( [\w-]+)*$/ }, extension: { name: NC_NAME, prefix: NC_NAME, uri: /^[a-z]+:\S+$/ },
  global: { scope: /^(trace|event)$/ }, classifier: { name: NC_NAME, keys: /^\S+( \S+)*$/ }, list: { key: NAME },
  ...Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, { key: NAME, value: type }])),
};
const EXTENSION_KEYS: Readonly<Record<string, readonly string[]>> = {
  concept: ['name', 'instance'], org: ['resource', 'role', 'group'], time: ['timestamp'], lifecycle: ['model', 'transition', 'state'],
};
type Say = (what: string) => void;

class Node {
  readonly children: string[] = [];
  readonly keys = new Set<string>();
  /** Place in the content model of the last child. */
  reached = 0;

  constructor(private readonly tag: SaxesTagNS) {}

  get name(): string {
    return this.tag.local;
  }
  get uri(): string {
    return this.tag.uri;
  }
  get key(): string | null {
    return this.value('key');
  }
  get attributes(): readonly string[] {
    return Object.keys(this.tag.attributes).filter((name) => name !== 'xmlns');
  }
  value(name: string): string | null {
    return this.tag.attributes[name]?.value ?? null;
  }
}

function checkPlace(node: Node, parent: Node | null, say: Say): void {
  if (node.uri !== NAMESPACE) say(`<${node.name}> is not of the namespace ${NAMESPACE}`);
  if (parent === null) return node.name === 'log' ? undefined : say(`the root is <${node.name}>, not <log>`);
  parent.children.push(node.name);
  const place = (CONTENT[parent.name] ?? []).findIndex((names) => names.includes(node.name));
  if (place < 0) say(`<${node.name}> may not stand in <${parent.name}>`);
  else if (place < parent.reached) say(`<${node.name}> stands too late in <${parent.name}>`);
  else parent.reached = place;
  if (node.key === null) return;
  if (parent.keys.has(node.key)) say(`<${parent.name}> has ${node.key} twice`);
  parent.keys.add(node.key);
}

function checkAttributes(node: Node, say: Say): void {
  const needed = NEEDED[node.name] ?? {};
  for (const [name, pattern] of Object.entries(needed)) {
    const value = node.value(name);
    if (value === null) say(`<${node.name}> lacks ${name}`);
    else if (!pattern.test(value)) say(`<${node.name}> ${node.key ?? ''} ${name}="${value.slice(0, 60)}" is not of its type`);
  }
  const stranger = node.attributes.find((name) => !(name in needed) && !(node.name === 'classifier' && name === 'scope'));
  if (stranger !== undefined) say(`<${node.name}> has an attribute ${stranger}`);
  checkKey(node.key, say);
}

function checkKey(key: string | null, say: Say): void {
  const [prefix = '', ...rest] = key?.split(':') ?? [];
  const known = EXTENSION_KEYS[prefix];
  if (known !== undefined && !known.includes(rest.join(':'))) say(`${key} is no key of its extension`);
}

function checkClassifier(node: Node, globals: Readonly<Record<string, ReadonlySet<string>>>, say: Say): void {
  const known = globals[node.value('scope') ?? 'event'];
  for (const key of node.value('keys')?.split(' ') ?? []) if (!known?.has(key)) say(`the classifier ${node.value('name')} names ${key}, which is no global`);
}
