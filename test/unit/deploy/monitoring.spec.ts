import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { APPEND_OUTCOMES } from '../../../src/platform/metrics/metrics.js';
import { parseYaml, read, readCompose, root } from '../../support/deploy/compose-file.js';
import { instrumentsOfTheService, promqlProblems } from '../../support/deploy/promql.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const instruments = instrumentsOfTheService();
const { groups } = parseYaml(read('deploy/prometheus/alerts.yml')) as { groups: readonly { rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read('deploy/grafana/dashboards/hall.json')) as { panels: readonly Panel[] };
const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const));

describe('the check of expressions', () => {
  it.each([
    ['rate(hall_appends_total[5m])', 'the service has no hall_appends_total'],
    ['hall_append_duration_seconds > 1', 'the service has no hall_append_duration_seconds'],
    ['hall_append_duration_seconds_count{result="recorded"}', 'hall_append_duration_seconds_count has no label result'],
    ['hall_parked_requests{department="a"}', 'hall_parked_requests has no label department'],
    ['sum by (kind) (rate(hall_commands_total[5m]))', 'nothing here has a label kind'],
    ['histogram_quantile(0.9, sum by (le) (rate(hall_graphql_cost_sum[5m])))', 'nothing here has a label le'],
    ['vector(1)', 'names no metric: vector(1)'],
  ])('refuses %s', (expression, problem) => expect(promqlProblems(expression, instruments)).toEqual([problem]));
});

describe('the alerts', () => {
  it('ring for the event store, lag, standstill, parked requests, conflicts and slow appends', () => {
    expect(rules.map(({ alert }) => alert)).toEqual([
      'HallReplicaDown', 'HallEventStoreUnavailable', 'HallProjectionLagging', 'HallProjectionStalled', 'HallProjectionRestarting',
      'HallRequestsParked', 'HallConflictsHigh', 'HallAppendsSlow',
    ]);
  });

  it.each(rules.map(({ alert, expr }) => [alert, expr]))('%s asks for metrics and labels the service has', (_alert, expr) => {
    expect(promqlProblems(expr, instruments)).toEqual([]);
  });

  it('ask only for outcomes that occur', () => {
    const outcomes = rules.flatMap(({ expr }) => [...expr.matchAll(/outcome="(\w+)"/g)].map(([, outcome = '']) => outcome));
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes.filter((outcome) => !APPEND_OUTCOMES.some((known) => known === outcome))).toEqual([]);
  });

  it('say what is wrong in English and Chinese, and how bad it is', () => {
    for (const { labels, annotations } of rules) {
      expect(labels.severity).toMatch(/^(warning|critical)$/);
      expect(annotations['summary']).toMatch(/^[\x20-\x7e]+\.$/);
      expect(annotations['summary_zh']).toMatch(/\p{Script=Han}.*。$/u);
    }
  });

  it('are each tried out: once ringing, once not', () => {
    const { tests } = parseYaml(read('deploy/prometheus/alerts.test.yml')) as {
      tests: readonly { alert_rule_test: readonly { alertname: string; exp_alerts: readonly object[] }[] }[];
    };
    const tried = tests.flatMap((test) => test.alert_rule_test);
    const missing = rules.flatMap(({ alert }) => [
      ...(tried.some((one) => one.alertname === alert && one.exp_alerts.length > 0) ? [] : [`${alert} ringing`]),
      ...(tried.some((one) => one.alertname === alert && one.exp_alerts.length === 0) ? [] : [`${alert} quiet`]),
    ]);
    expect(missing).toEqual([]);
  });

  it('are each explained to the operator', () => {
    const page = read('docs/how-to/containers.md');
    expect(rules.map(({ alert }) => alert).filter((alert) => !page.includes(`| \`${alert}\` |`))).toEqual([]);
  });
});

describe('the dashboard', () => {
  it('asks only for metrics and labels the service has', () => {
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.flatMap(([title, expr]) => promqlProblems(expr, instruments).map((problem) => `${title}: ${problem}`))).toEqual([]);
  });

  it.each([
    'hall_append_duration_seconds_bucket', 'hall_append_conflicts_total', 'hall_commands_total', 'hall_projection_lag_seconds', 'hall_projection_lag_events',
    'hall_projection_stalled', 'hall_projection_events_total', 'hall_parked_requests', 'hall_graphql_cost_bucket', 'hall_graphql_duration_seconds_bucket',
    'hall_http_request_duration_seconds_bucket', 'hall_event_store_up', 'hall_event_store_pending_appends',
  ])('shows %s', (name) => expect(shown.filter(([, expr]) => expr.includes(name))).not.toEqual([]));

  it('lays no panel over another', () => {
    const over = panels.flatMap((a) => panels.filter((b) => b.id > a.id && overlap(a.gridPos, b.gridPos)).map((b) => `${a.title} / ${b.title}`));
    expect(over).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  it('finds its data source and is found itself', () => {
    const { datasources } = parseYaml(read('deploy/grafana/provisioning/datasources/prometheus.yml')) as { datasources: readonly { uid: string; url: string }[] };
    const asked = [...read('deploy/grafana/dashboards/hall.json').matchAll(/"datasource": \{[^}]*"uid": "([^"]*)"/g)].map(([, uid = '']) => uid);
    expect(asked.length).toBeGreaterThan(shown.length);
    expect([...new Set(asked)]).toEqual(datasources.map(({ uid }) => uid));
    expect(datasources.map(({ url }) => url)).toEqual(['http://prometheus:9090']);
    const { providers } = parseYaml(read('deploy/grafana/provisioning/dashboards/hall.yml')) as { providers: readonly { options: { path: string } }[] };
    const mounts = readCompose('docker-compose.yml').services['grafana']?.volumes ?? [];
    expect(providers.map(({ options }) => options.path)).toEqual(['/etc/grafana/dashboards']);
    expect(mounts).toEqual(expect.arrayContaining(['./deploy/grafana/dashboards:/etc/grafana/dashboards:ro', './deploy/grafana/provisioning:/etc/grafana/provisioning:ro']));
  });
});

const overlap = (a: Panel['gridPos'], b: Panel['gridPos']): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe('Prometheus', () => {
  interface Scraping {
    readonly rule_files: readonly string[];
    readonly scrape_configs: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[]; readonly relabel_configs: readonly Readonly<Record<string, unknown>>[] }[];
  }
  const { rule_files, scrape_configs } = parseYaml(read('deploy/prometheus/prometheus.yml')) as Scraping;

  it('reads the rules that are mounted', () => {
    const mounted = readCompose('docker-compose.yml').services['prometheus']?.volumes ?? [];
    expect(rule_files).toEqual(['alerts.yml']);
    expect(mounted).toContain('./deploy/prometheus/alerts.yml:/etc/prometheus/alerts.yml:ro');
  });

  it('asks the proxy for the metrics of each replica, where the proxy has them', () => {
    const proxy = read('deploy/proxy/two-replicas.conf');
    const [{ static_configs = [], relabel_configs = [] } = {}] = scrape_configs;
    const targets = static_configs.flatMap((one) => one.targets);
    expect(targets).toEqual(['/replica-1/metrics', '/replica-2/metrics']);
    expect(targets.filter((path) => !proxy.includes(`location = ${path} {`))).toEqual([]);
    expect(relabel_configs.at(-1)).toEqual({ target_label: '__address__', replacement: 'loopback:9464' });
    expect(proxy).toContain('listen 9464;');
  });
});

it('every file that a compose file mounts is there, and every file of deploy/ is mounted, copied or for the operator', () => {
  const mounted = ['docker-compose.yml', 'docker-compose.single.yml']
    .flatMap((path) => Object.values(readCompose(path).services).flatMap(({ volumes = [] }) => volumes))
    .filter((mount) => mount.startsWith('./'))
    .map((mount) => mount.split(':', 1)[0]?.slice(2) ?? '');
  expect(mounted.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const files = readdirSync(join(root, 'deploy'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(root.length + 1));
  const others = ['deploy/env.example', 'deploy/healthcheck.mjs', 'deploy/prometheus/alerts.test.yml'];
  expect(files.filter((path) => !others.includes(path) && !mounted.some((mount) => path === mount || path.startsWith(`${mount}/`)))).toEqual([]);
});
