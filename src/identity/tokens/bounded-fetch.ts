import { type FetchImplementation } from 'jose';

const BYTES_MAX = 256 * 1024;

/** As `fetch`, for an answer that is read whole and must not be endless; a redirect is an answer like any other. */
export const boundedFetch: FetchImplementation = async (url, options) => {
  const response = await fetch(url, options);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > BYTES_MAX) throw new Error(`The answer is larger than ${BYTES_MAX} bytes`);
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status: response.status === 200 ? 200 : 502 });
};
