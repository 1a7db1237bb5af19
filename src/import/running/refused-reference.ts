import type { CatalogueLoaded } from '../../reference-data/application/load-catalogue.js';
import { ImportError } from '../import-error.js';

const NAMED_MAX = 20;

export function refusedReference(refused: CatalogueLoaded['refused']): ImportError {
  const list = refused.slice(0, NAMED_MAX).map(({ entry, code, message }) => `  - ${entry}: ${message} (${code})`);
  return new ImportError('REFERENCE_REFUSED', `${refused.length} entries of the reference data were refused; nothing was imported:\n${list.join('\n')}`);
}
