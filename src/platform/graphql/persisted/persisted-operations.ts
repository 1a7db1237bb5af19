import { GraphQLError } from 'graphql';
import type { MercuriusOptions } from 'mercurius';
import { hashOf, type Operations } from './load-operations.js';

type Provider = NonNullable<MercuriusOptions['persistedQueryProvider']>;
type Needed = Pick<Provider, 'isPersistedQuery' | 'getHash' | 'getQueryFromHash'>;
interface Asked {
  readonly query?: string;
  readonly persisted?: boolean | string;
  readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash?: unknown } };
}

/**
 * Operations that are registered before the service starts, asked for by the SHA-256 of their text. With `only` nothing else is
 * executed, by whatever door it comes; a text that is sent in full passes when it is registered to the byte.
 */
export class PersistedOperations {
  constructor(
    private readonly operations: Operations,
    readonly only: boolean,
  ) {}

  get size(): number {
    return this.operations.size;
  }

  /** Whether a text may be executed as it is. */
  allows(text: string): boolean {
    return !this.only || this.operations.has(hashOf(text));
  }

  /** The text that a request means; null when it names none that is registered. */
  textOf(asked: Asked): string | null {
    const hash = namedBy(asked);
    return hash === null ? asked.query ?? null : this.operations.get(hash) ?? null;
  }

  readonly provider: Needed = {
    isPersistedQuery: (asked: object) => this.only || namedBy(asked) !== null,
    getHash: (asked: object) => namedBy(asked) ?? hashOf((asked as Asked).query ?? ''),
    getQueryFromHash: (hash: string) => {
      const text = this.operations.get(hash);
      return text === undefined ? Promise.reject(this.only ? onlyRegistered() : notFound()) : Promise.resolve(text);
    },
  };
}

/** By `persisted: true` the query is the hash; by Apollo's extension it stands there. */
function namedBy({ query, persisted, extensions }: Asked): string | null {
  if (persisted === true || persisted === 'true') return query ?? '';
  const hash = extensions?.persistedQuery?.sha256Hash;
  return query === undefined && typeof hash === 'string' ? hash : null;
}

const coded = (code: string, status: number, en: string, messageZh: string): GraphQLError => new GraphQLError(en, { extensions: { code, status, messageZh } });
const notFound = (): GraphQLError => coded('PERSISTED_QUERY_NOT_FOUND', 404,
  'No operation is registered under this SHA-256: send its text, or put it into the folder of operations.', '没有以该 SHA-256 登记的操作：请发送操作全文，或将其放入操作目录。');
export const onlyRegistered = (): GraphQLError => coded('PERSISTED_ONLY', 403,
  'Only registered operations are executed here: send the SHA-256 of one of them, with "persisted": true.', '此处只执行已登记的操作：请发送其 SHA-256，并带 "persisted": true。');
