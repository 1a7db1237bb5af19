import type { Answer, Hall } from '../hall/hall-server.js';
import { nextCommandId, type Place } from './samples.js';

interface Sent {
  readonly path: string;
  readonly init?: RequestInit;
}
const get = (path: string): Sent => ({ path });

function event({ hallId, requests, departments }: Place): Sent {
  const body = {
    specversion: '1.0', id: JSON.parse(nextCommandId()) as string, source: '/matrix', type: 'ProgressRecorded', subject: `${hallId}.${requests.done}`,
    time: '2026-03-02T03:00:00.000Z', data: { departmentId: departments.intake, step: 'read' },
  };
  return { path: '/events', init: { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(body) } };
}

/** What a matrix sends to each route. */
const ROUTES: Readonly<Record<string, (at: Place) => Sent>> = {
  'POST /events': event,
  'GET /exports/:name': ({ hallId }) => get(`/exports/receipts.csv?filter=${encodeURIComponent(JSON.stringify({ hallIds: [hallId] }))}`),
  'GET /receipts/:id': ({ hallId, requests }) => get(`/receipts/${hallId}.${requests.passed}`),
  'GET /erasures/:pseudonym': ({ applicant }) => get(`/erasures/${applicant}`),
  'GET /health/live': () => get('/health/live'), 'GET /health/ready': () => get('/health/ready'), 'GET /metrics': () => get('/metrics'),
  'GET /graphiql': () => get('/graphiql'), 'GET /graphiql/:name': () => get('/graphiql/none.js'),
};

export async function answerOfRoute(hall: Hall, name: string, headers: Readonly<Record<string, string>>, at: Place): Promise<Answer> {
  const sent = ROUTES[name]?.(at);
  if (sent === undefined) throw new Error(`${name} has no sample: add one to test/support/policy/routes.ts, so that the matrix can ask it.`);
  return hall.request(sent.path, { ...sent.init, headers: { ...sent.init?.headers, ...headers } });
}
