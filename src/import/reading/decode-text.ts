import { TextDecoder } from 'node:util';
import { ImportError } from '../import-error.js';

/**
 * Text of the bytes, without a byte-order mark. Bytes that the encoding has not are an error, never a replacement
 * character: a department must not change its name on the way.
 * @throws ImportError NOT_TEXT
 */
export async function* decodeText(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  for await (const chunk of chunks) {
    const text = decode(decoder, chunk, bytes, encoding);
    bytes += chunk.length;
    if (text !== '') yield text;
  }
  const rest = decode(decoder, undefined, bytes, encoding);
  if (rest !== '') yield rest;
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, before: number, encoding: string): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (error) {
    const message = `the text is not ${encoding} (somewhere after byte ${before} of the uncompressed file); set \`encoding\` in the mapping`;
    throw new ImportError('NOT_TEXT', message, null, { cause: error });
  }
}
