import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}
/** A span as OTLP's JSON has it, as far as the tests read it. */
export interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: readonly KeyValue[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}
interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}
export interface OtlpReceiver {
  readonly url: string;
  /** Paths that were posted to. */
  readonly paths: readonly string[];
  readonly spans: () => readonly OtlpSpan[];
  readonly resources: () => readonly (readonly KeyValue[])[];
  readonly stop: () => Promise<void>;
}

/** A trace collector on a port of the system's choosing: it answers everything with `status` and keeps what came. */
export async function otlpReceiver(status = 200): Promise<OtlpReceiver> {
  const bodies: OtlpBody[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      paths.push(request.url ?? '');
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()) as OtlpBody);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    spans: () => bodies.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))),
    resources: () => bodies.flatMap(({ resourceSpans }) => resourceSpans.map(({ resource }) => resource.attributes)),
    stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}
