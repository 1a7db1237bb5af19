import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metrics } from '../../../../src/platform/metrics/metrics.js';

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'reference', 'metrics.md'), 'utf8');
const rows = text.split('\n').filter((line) => line.startsWith('| `hall_'));
const OF_THE_PROCESS = /^hall_(process|nodejs)_/;
interface Registered {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames?: readonly string[];
}
const registered = () => new Metrics().registry.getMetricsAsArray() as unknown as readonly Registered[];

describe('docs/reference/metrics.md', () => {
  it('has every metric with its type, its labels and its sentence, in the order of the source', () => {
    const own = registered().filter(({ name }) => !OF_THE_PROCESS.test(name));
    expect(own.length).toBeGreaterThan(20);
    const expected = own.map(({ name, type, help, labelNames = [] }) => `| \`${name}\` | ${type} | ${labelNames.map((label) => `\`${label}\``).join(', ')} | ${help} |`);
    expect(rows.filter((row) => !OF_THE_PROCESS.test(row.slice(3)))).toEqual(expected.map((row) => row.replace('|  |', '| |')));
  });

  it('names every metric of the process and the runtime', () => {
    const names = registered().map(({ name }) => name).filter((name) => OF_THE_PROCESS.test(name));
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('The metrics', () => {
  it('begin with hall_, and counters end with what they count and _total', () => {
    const own = registered().filter(({ name }) => !OF_THE_PROCESS.test(name));
    expect(registered().filter(({ name }) => !/^hall_[a-z0-9_]+$/.test(name))).toEqual([]);
    expect(own.filter(({ name, type }) => (type === 'counter') !== name.endsWith('_total'))).toEqual([]);
    // Base units only.
    expect(own.filter(({ name }) => /_(ms|millis|minutes|kb|mb|percent)(_|$)/.test(name))).toEqual([]);
  });

  it('have no label but those that are taken from closed lists', () => {
    const labels = new Set(registered().filter(({ name }) => !OF_THE_PROCESS.test(name)).flatMap(({ labelNames = [] }) => labelNames));
    expect([...labels].sort()).toEqual(['code', 'kind', 'method', 'outcome', 'reason', 'route', 'status', 'type']);
  });
});
