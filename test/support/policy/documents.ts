import { getNamedType, type GraphQLArgument, type GraphQLField, type GraphQLInputField, type GraphQLObjectType, type GraphQLOutputType, type GraphQLUnionType, isInputObjectType, isLeafType, isListType, isNonNullType, isObjectType, isUnionType } from 'graphql';
import { nextCommandId, type Place, SAMPLES } from './samples.js';

type Field = GraphQLField<unknown, unknown>;

function sampleOf(owner: string, { name, type }: GraphQLArgument | GraphQLInputField, at: Place): string | null {
  if (name === 'id' && owner.endsWith('Input')) return nextCommandId();
  const key = [`${owner}.${name}`, name].find((one) => SAMPLES[one] !== undefined);
  if (key === undefined) throw new Error(`${owner}.${name} has no sample: add one to test/support/policy/samples.ts, so that the matrix can ask with it.`);
  const sample = SAMPLES[key];
  if (sample === null || sample === undefined) return null;
  if (sample !== 'inside') return sample(at);
  const inner = getNamedType(type);
  if (!isInputObjectType(inner)) throw new Error(`${owner}.${name} is no input object`);
  return `{ ${written(inner.name, Object.values(inner.getFields()), at)} }`;
}

const written = (owner: string, fields: readonly (GraphQLArgument | GraphQLInputField)[], at: Place): string =>
  fields.flatMap((field) => {
    const sample = sampleOf(owner, field, at);
    return sample === null ? [] : [`${field.name}: ${sample}`];
  }).join(', ');

/** What an answer says without going far: leaves, and those of the nodes of a page. */
function selectionOf(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).filter(({ args }) => args.every((one) => !isNonNullType(one.type) || one.defaultValue !== undefined));
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)) && !['at', 'startedAt', 'readAt'].includes(field.name)).map(({ name }) => name);
  const below = fields.flatMap(({ name, type: of }) => {
    const inner = getNamedType(of);
    return depth > 0 && isObjectType(inner) && (isList(of) || name === 'node') ? [`${name} ${selectionOf(inner, depth - 1)}`] : [];
  });
  return `{ ${['__typename', ...leaves, ...below].join(' ')} }`;
}

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** A document that asks one field of a root at a place. */
export function documentOf(root: string, field: Field, at: Place, depth = 2): string {
  const type = getNamedType(field.type);
  const args = written(field.name, field.args, at);
  const selection = isObjectType(type) ? selectionOf(type, depth) : isUnionType(type) ? `{ __typename ${refusalOf(type)} }` : '';
  return `${root.toLowerCase()} { ${field.name}${args === '' ? '' : `(${args})`} ${selection} }`;
}

/** Of an outcome: why it was refused, where it was. */
const refusalOf = (type: GraphQLUnionType): string =>
  type.getTypes().filter(({ name }) => name.endsWith('Refused')).map(({ name }) => `... on ${name} { code reason reasonZh retryable }`).join(' ');
