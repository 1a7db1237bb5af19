import { Metrics } from '../../../src/platform/metrics/metrics.js';

export interface Instrument {
  readonly name: string;
  readonly labels: readonly string[];
  /** Without its buckets: a histogram is asked for by its parts. */
  readonly histogram: boolean;
}

export function instrumentsOfTheService(): readonly Instrument[] {
  const { registry } = new Metrics();
  const found = registry.getMetricsAsArray() as unknown as readonly {
    readonly name: string;
    readonly labelNames?: readonly string[];
    readonly buckets?: readonly number[];
  }[];
  return found.map(({ name, labelNames = [], buckets }) => ({ name, labels: labelNames, histogram: buckets !== undefined }));
}

/** What Prometheus itself adds. */
const OF_PROMETHEUS: Instrument = { name: 'up', labels: [], histogram: false };
const LABELS_OF_PROMETHEUS = ['instance', 'job'];

interface Selector {
  readonly name: string;
  readonly matchers: string;
  readonly instrument: Instrument | undefined;
}

/** Every metric or label of an expression that the service does not have; a part of the expressions of this repository, not all of PromQL. */
export function promqlProblems(expression: string, instruments: readonly Instrument[]): readonly string[] {
  const known = [...instruments, OF_PROMETHEUS];
  const selectors = [...expression.matchAll(/\b(up|hall_\w+)\b(?:\{([^}]*)\})?/g)].map(([, name = '', matchers = '']): Selector => {
    const instrument = known.find((one) => namesOf(one).includes(name));
    return { name, matchers, instrument };
  });
  if (selectors.length === 0) return [`names no metric: ${expression}`];
  const labels = selectors.flatMap(labelsOf);
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(',').map((label) => label.trim()));
  return [
    ...selectors.flatMap(selectorProblems),
    ...grouped.filter((label) => !labels.includes(label)).map((label) => `nothing here has a label ${label}`),
  ];
}

function selectorProblems(selector: Selector): readonly string[] {
  const { name, matchers, instrument } = selector;
  const wrong = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)]
    .map(([, label = '']) => label)
    .filter((label) => !labelsOf(selector).includes(label));
  return [...(instrument === undefined ? [`the service has no ${name}`] : []), ...wrong.map((label) => `${name} has no label ${label}`)];
}

const labelsOf = ({ name, instrument }: Selector): readonly string[] => [
  ...LABELS_OF_PROMETHEUS,
  ...(instrument?.labels ?? []),
  ...(name.endsWith('_bucket') ? ['le'] : []),
];

const namesOf = ({ name, histogram }: Instrument): readonly string[] =>
  histogram ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
