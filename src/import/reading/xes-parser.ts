import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { ImportError } from '../import-error.js';
import { CASE_ROWS_MAX, FIELDS_MAX, type SourceCase } from './source-case.js';
import { XesRow } from './xes-row.js';

const DEPTH_MAX = 64;
const TAG_CHARACTERS_MAX = 16 * 1024 * 1024;
const NONE: ReadonlyMap<string, string> = new Map();

/**
 * Text of an XES log in, finished cases out; holds one case. Attributes keep their text whatever their type. A nested
 * attribute or list item is `<outer key>/<inner key>`; of equal keys the first counts. Namespace prefixes are ignored.
 */
export class XesParser {
  private readonly xml = new SaxesParser({ xmlns: false, position: true });
  private finished: SourceCase[] = [];
  /** Keys of the attributes that are open around the current one; null for elements that carry none (`<values>`). */
  private readonly path: (string | null)[] = [];
  private depth = 0;
  private trace: { line: number; attributes: Map<string, string>; rows: XesRow[] } | null = null;
  private event: { line: number; attributes: Map<string, string> } | null = null;
  private charactersSinceTag = 0;
  private failure: ImportError | null = null;

  constructor() {
    this.xml.on('error', (error) => {
      this.failure ??= new ImportError('MALFORMED_XML', error.message.replace(/^\d+:\d+: /, ''), this.xml.line, { cause: error });
    });
    this.xml.on('opentag', (tag) => this.open(tag));
    this.xml.on('closetag', (tag) => this.close(localName(tag.name)));
  }

  get line(): number {
    return this.xml.line;
  }

  /** What is wrong with the text so far; the cases before it can still be taken. */
  get error(): ImportError | null {
    return this.failure;
  }

  write(text: string): void {
    this.charactersSinceTag += text.length;
    if (this.failure === null) this.xml.write(text);
    if (this.charactersSinceTag > TAG_CHARACTERS_MAX) this.fail('MALFORMED_XML', `one tag is longer than ${TAG_CHARACTERS_MAX} characters`);
  }

  end(): void {
    if (this.failure === null) this.xml.close();
  }

  /** The cases finished since the last call. */
  take(): readonly SourceCase[] {
    const cases = this.finished;
    this.finished = [];
    return cases;
  }

  private open(tag: SaxesTagPlain): void {
    if (this.failure !== null) return;
    this.charactersSinceTag = 0;
    const name = localName(tag.name);
    this.depth += 1;
    if (this.depth > DEPTH_MAX) return this.fail('MALFORMED_XML', `elements are nested deeper than ${DEPTH_MAX}`);
    if (this.depth === 1 && name !== 'log')
      return this.fail('NOT_XES', `the file is XML, but not an XES log: it begins with <${tag.name}>`);
    if (this.depth === 2 && name === 'trace') this.trace = { line: this.xml.line, attributes: new Map(), rows: [] };
    else if (this.depth === 3 && name === 'event' && this.trace) this.event = { line: this.xml.line, attributes: new Map() };
    else if (this.trace) this.openAttribute(tag);
  }

  private openAttribute(tag: SaxesTagPlain): void {
    const key = tag.attributes['key'] ?? null;
    this.path.push(key);
    const value = tag.attributes['value'];
    if (key === null || value === undefined) return;
    const attributes = (this.event ?? this.trace)?.attributes;
    const path = this.path.length === 1 ? key : this.path.filter((part) => part !== null).join('/');
    if (!attributes || attributes.has(path)) return;
    attributes.set(path, value);
    if (attributes.size > FIELDS_MAX) this.fail('MALFORMED_XML', `more than ${FIELDS_MAX} attributes on one event or trace`);
  }

  private close(name: string): void {
    if (this.failure !== null) return;
    if (this.depth === 2 && name === 'trace') this.closeTrace();
    else if (this.depth === 3 && name === 'event' && this.trace) this.closeEvent();
    else if (this.trace) this.path.pop();
    this.depth -= 1;
  }

  private closeEvent(): void {
    if (!this.event || !this.trace) return;
    this.trace.rows.push(new XesRow(this.event.line, this.event.attributes, this.trace.attributes));
    this.event = null;
    if (this.trace.rows.length > CASE_ROWS_MAX) this.fail('CASE_TOO_LONG', `a trace has more than ${CASE_ROWS_MAX} events`);
  }

  private closeTrace(): void {
    if (!this.trace) return;
    const { line, attributes, rows } = this.trace;
    this.finished.push({ head: new XesRow(line, NONE, attributes), rows });
    this.trace = null;
  }

  private fail(code: 'MALFORMED_XML' | 'NOT_XES' | 'CASE_TOO_LONG', message: string): void {
    this.failure ??= new ImportError(code, message, this.xml.line);
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
