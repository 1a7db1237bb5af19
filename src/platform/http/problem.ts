import { STATUS_CODES } from 'node:http';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** RFC 9457, with this service's extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Also in the answer's X-Correlation-Id and in every log line of the request. */
  readonly correlationId: string;
  readonly [extension: string]: unknown;
}

/** An expected failure of a route, thrown where it is found and answered by the problem filter. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    /** Stable, for programs: `urn:problem:<slug>`. */
    readonly slug: string,
    readonly detail: string,
    readonly extensions: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

export const titleOf = (status: number): string => STATUS_CODES[status] ?? 'Error';
const slugOf = (status: number): string => titleOf(status).toLowerCase().replace(/[^a-z]+/g, '-');

export function problemOf(status: number, detail: string, correlationId: string, slug = slugOf(status), extensions: object = {}): Problem {
  return { ...extensions, type: `urn:problem:${slug}`, title: titleOf(status), status, detail, correlationId };
}
