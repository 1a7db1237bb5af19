import { atLine } from '../import-error.js';
import type { SourceCase } from './source-case.js';
import { XesParser } from './xes-parser.js';

/**
 * Cases of an XES log in file order; the events of a trace in theirs. Memory holds one trace.
 * @throws ImportError MALFORMED_XML | NOT_XES | CASE_TOO_LONG with the line; the cases finished before it come first.
 */
export async function* readXes(text: AsyncIterable<string>): AsyncGenerator<readonly SourceCase[]> {
  const parser = new XesParser();
  try {
    for await (const chunk of text) {
      parser.write(chunk);
      const cases = parser.take();
      if (cases.length > 0) yield cases;
      if (parser.error) throw parser.error;
    }
  } catch (error) {
    throw atLine(error, parser.line);
  }
  parser.end();
  const last = parser.take();
  if (last.length > 0) yield last;
  if (parser.error) throw parser.error;
}
