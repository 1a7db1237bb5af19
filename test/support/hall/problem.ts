import type { Answer } from './hall-server.js';

/** RFC 9457, and nothing of the inside: no stack, no path, no SQL. */
export function expectProblem(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(/^urn:problem:[a-z-]+$/), title: expect.stringMatching(/./), status,
    detail: expect.stringMatching(/./), correlationId: answer.headers.get('x-correlation-id'),
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.[jt]s:\d|at \w+ \(|SQLITE|FST_ERR|\/tmp\//);
}
