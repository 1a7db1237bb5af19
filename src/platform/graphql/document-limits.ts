import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** Enough for a page of figures side by side, counted as often as their fragments are used. */
const ALIASES_MAX = 30;
const DIRECTIVES_MAX = 50;
/** The same name within one pair of braces: two fragments may both ask for an id. */
const REPEATS_MAX = 50;
const FRAGMENTS_MAX = 50;
const DOCUMENT_CHARACTERS_MAX = 100_000;

interface Counts {
  readonly aliases: number;
  readonly directives: number;
}
const NOTHING: Counts = { aliases: 0, directives: 0 };
/** Fragments multiply: what is beyond all limits need not be counted on. */
const sum = (a: Counts, b: Counts): Counts => ({ aliases: Math.min(a.aliases + b.aliases, 1e9), directives: Math.min(a.directives + b.directives, 1e9) });

/** Before it is parsed. @throws GraphQLError for a text that is too long, and for a document that was parsed by somebody else. */
export function refuseText(text: string): void {
  if (text.length > DOCUMENT_CHARACTERS_MAX) throw refused(`A document has at most ${DOCUMENT_CHARACTERS_MAX} characters.`, `文档最多 ${DOCUMENT_CHARACTERS_MAX} 个字符。`);
  // JSON would be taken for a syntax tree, whose tokens nobody has counted.
  if (/^[\s\uFEFF]*(?:\{\s*["}]|[["\d-]|(?:true|false|null)\s*$)/.test(text)) throw refused('Syntax Error: This is no GraphQL document.', '这不是 GraphQL 文档。');
}

/** Before it is validated: rules that compare every field with every other need not see it. @throws GraphQLError. */
export function refuseDocument(document: DocumentNode): void {
  const counter = new Counter(document);
  if (counter.fragments > FRAGMENTS_MAX) throw refused(`A document has at most ${FRAGMENTS_MAX} fragments.`, `文档最多包含 ${FRAGMENTS_MAX} 个片段。`);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) refuseOperation(counter.ofOperation(definition));
    // A fragment that nothing uses is compared all the same.
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) counter.of(definition.selectionSet);
  }
}

function refuseOperation({ aliases, directives }: Counts): void {
  if (aliases > ALIASES_MAX) throw refused(`An operation has at most ${ALIASES_MAX} aliases; this one has ${aliases}, fragments counted as often as they are used.`, `一个操作最多使用 ${ALIASES_MAX} 个别名。`);
  if (directives > DIRECTIVES_MAX) throw refused(`An operation has at most ${DIRECTIVES_MAX} directives; this one has ${directives}.`, `一个操作最多使用 ${DIRECTIVES_MAX} 个指令。`);
}

const refused = (message: string, messageZh: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', status: 400, messageZh } });

class Counter {
  private readonly definitions: ReadonlyMap<string, SelectionSetNode>;
  /** What a fragment comes to; one that is being counted, and so goes in circles, is nothing. */
  private readonly counted = new Map<string, Counts>();

  constructor({ definitions }: DocumentNode) {
    this.definitions = new Map(definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [])));
    this.fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length;
  }

  readonly fragments: number;

  ofOperation({ directives, selectionSet }: OperationDefinitionNode): Counts {
    return sum({ aliases: 0, directives: directives?.length ?? 0 }, this.of(selectionSet));
  }

  of({ selections }: SelectionSetNode): Counts {
    const repeats = new Map<string, number>();
    return selections.map((selection): Counts => {
      const directives = selection.directives?.length ?? 0;
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum({ aliases: 0, directives }, this.ofFragment(selection.name.value));
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum({ aliases: 0, directives }, this.of(selection.selectionSet));
      this.refuseRepeats(repeats, (selection.alias ?? selection.name).value);
      const own = { aliases: selection.alias === undefined ? 0 : 1, directives };
      return selection.selectionSet === undefined ? own : sum(own, this.of(selection.selectionSet));
    }).reduce(sum, NOTHING);
  }

  private refuseRepeats(repeats: Map<string, number>, name: string): void {
    const count = (repeats.get(name) ?? 0) + 1;
    repeats.set(name, count);
    if (count > REPEATS_MAX) throw refused(`A field is asked for at most ${REPEATS_MAX} times in one place.`, `同一位置最多重复请求同一字段 ${REPEATS_MAX} 次。`);
  }

  private ofFragment(name: string): Counts {
    const known = this.counted.get(name);
    if (known !== undefined) return known;
    this.counted.set(name, NOTHING);
    const definition = this.definitions.get(name);
    const counts = definition === undefined ? NOTHING : this.of(definition);
    this.counted.set(name, counts);
    return counts;
  }
}
