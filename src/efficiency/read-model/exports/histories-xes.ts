import type { RecordedEvent } from '../../../event-store/event-store.port.js';
import { columnOfField, columnOfItem, EVENT_LOG } from '../../../service-request/domain/event-log-columns.js';
import { FLAT_FIELDS, type FlatKind, type FlatValue, flatten } from '../../../service-request/domain/flat-events.js';
import { rowOf } from './event-row.js';
import type { RequestEvents } from './request-events.js';

/** Of IEEE 1849-2016 as XML; `se:` keys are of no extension, so that no tool goes and looks for one. */
const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="unknown"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
    <string key="org:group" value="unknown"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="Department" scope="event" keys="org:group"/>
  <classifier name="ActivityAndDepartment" scope="event" keys="concept:name org:group"/>
`;
const TAGS = { text: 'string', instant: 'date', int: 'int', float: 'float' } as const;

/** A trace a request, an event a domain event, in order. */
export async function* historiesXes(requests: AsyncIterable<RequestEvents>): AsyncGenerator<string> {
  yield HEAD;
  yield `  <string key="concept:name" value="Service requests"/>\n`;
  for await (const request of requests) yield traceOf(request);
  yield '</log>\n';
}

function traceOf({ hallId, requestId, events }: RequestEvents): string {
  const own = attribute('    ', 'string', EVENT_LOG.subject.slice('case:'.length), `${hallId}.${requestId}`);
  return `  <trace>\n${own}${events.map(eventOf).join('')}  </trace>\n`;
}

function eventOf(event: RecordedEvent): string {
  const own = rowOf(event).map(({ column, kind, value }) => attribute(INDENT, TAGS[kind], column, String(value)));
  const values = flatten(event.data);
  const data = FLAT_FIELDS.map(({ path, kind }) => fieldOf(path, kind, values.get(path)));
  return `    <event>\n${own.join('')}${data.join('')}    </event>\n`;
}

const INDENT = '      ';

function fieldOf(path: string, kind: FlatKind, value: FlatValue | undefined): string {
  if (value === undefined) return '';
  const key = columnOfField(path);
  if (kind === 'texts') return listOf(key, (value as readonly string[]).map((text, index) => attribute(`${INDENT}    `, 'string', columnOfItem(path, index), text)));
  // Names of dimensions are people's: what they may hold, a key may not.
  if (kind === 'numbers') return attribute(INDENT, 'string', key, JSON.stringify(value));
  return attribute(INDENT, TAGS[kind], key, typeof value === 'string' ? value : JSON.stringify(value));
}

const listOf = (key: string, items: readonly string[]): string =>
  `${INDENT}<list key="${key}">\n${INDENT}  <values>\n${items.join('')}${INDENT}  </values>\n${INDENT}</list>\n`;

const attribute = (indent: string, tag: string, key: string, value: string): string => `${indent}<${tag} key="${key}" value="${escaped(value)}"/>\n`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };
/** What XML 1.0 cannot hold in any spelling. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escaped = (text: string): string => text.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character).replace(NOT_XML, '\uFFFD');
