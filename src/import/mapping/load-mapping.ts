import { readFile, stat } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { ImportError } from '../import-error.js';
import type { ImportMapping } from './mapping.js';
import { parseMapping } from './parse-mapping.js';

const FILE_BYTES_MAX = 1024 * 1024;
const ALIASES_MAX = 100;

/** @throws ImportError MAPPING_UNREADABLE | MAPPING_INVALID, naming every key that is wrong. */
export async function loadMapping(file: string): Promise<ImportMapping> {
  const { mapping, problems } = parseMapping(yamlOf(file, await textOf(file)));
  if (mapping) return mapping;
  throw new ImportError('MAPPING_INVALID', `${file} is not a usable mapping:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
}

async function textOf(file: string): Promise<string> {
  try {
    if ((await stat(file)).size <= FILE_BYTES_MAX) return await readFile(file, 'utf8');
  } catch (error) {
    throw new ImportError('MAPPING_UNREADABLE', `the mapping file ${file} cannot be read`, null, { cause: error });
  }
  throw new ImportError('MAPPING_UNREADABLE', `the mapping file ${file} is larger than ${FILE_BYTES_MAX} bytes`);
}

function yamlOf(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) throw new ImportError('MAPPING_UNREADABLE', `${file} is not YAML: ${error.message}`, null, { cause: error });
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (error) {
    throw new ImportError('MAPPING_UNREADABLE', `${file} cannot be read: it refers to itself too often`, null, { cause: error });
  }
}
