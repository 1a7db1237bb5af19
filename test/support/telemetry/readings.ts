import type { Metrics } from '../../../src/platform/metrics/metrics.js';

/** One reading of a metric: its labels (without the buckets') and value, as "name{a=x} value". */
export async function readings(metrics: Metrics, name: string): Promise<string[]> {
  const found = (await metrics.registry.getMetricsAsJSON()).find((one) => one.name === name);
  const values = (found?.values ?? []) as { readonly metricName?: string; readonly labels: Readonly<Record<string, unknown>>; readonly value: number }[];
  return values.filter(({ labels, metricName = '' }) => labels['le'] === undefined && !metricName.endsWith('_sum')).map(({ labels, value, metricName }) => {
    const text = Object.entries(labels).map(([label, said]) => `${label}=${String(said)}`).join(',');
    return `${metricName ?? name}{${text}} ${value}`;
  });
}
