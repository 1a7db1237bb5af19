import { buildSchema, type ExecutionResult, graphql, type GraphQLObjectType } from 'graphql';
import type { FastifyRequest } from 'fastify';
import { EVERYWHERE, type Role } from '../../../../src/kernel/actor.js';
import { PseudonymSource, type Pseudonyms } from '../../../../src/kernel/pseudonyms.js';
import { rememberActor } from '../../../../src/platform/auth/current-actor.js';
import { guardFields } from '../../../../src/platform/auth/policy/guarded-fields.js';

const PSEUDONYMS: Pseudonyms = { officer: (id) => `o-${id.length}`, principal: (name) => `p-${name.length}` };

class Source extends PseudonymSource {
  constructor(private readonly given: () => Pseudonyms | Promise<Pseudonyms>) {
    super();
  }
  override pseudonyms() {
    return this.given();
  }
}

const SDL = `type Query { entry: Entry! }
  type Entry { n: Int officerId: ID principal: String! name: String note: String reason: String! details: [Detail!]! }
  type Detail { name: String! value: String! }`;
const POLICY = { Entry: { figure: 'n details', officer: 'officerId', principal: 'principal', personName: 'name', text: 'note reason' }, Detail: { figure: 'name', detail: 'value' } };
const ENTRY = {
  n: 7, officerId: 'wang', principal: 'terminal-1', name: '王芳', note: 'secret', reason: 'why',
  details: [{ name: 'assignedOfficerId', value: 'zhang' }, { name: 'approver', value: 'director' }, { name: 'step', value: 'review' }],
};

async function asked(role: Role | null, query: string, source = new Source(() => PSEUDONYMS), entry: object = ENTRY): Promise<ExecutionResult> {
  const schema = buildSchema(SDL);
  guardFields(schema, POLICY, source);
  const req = {} as FastifyRequest;
  rememberActor(req, role === null ? null : { principal: 'x', role, scope: EVERYWHERE });
  return graphql({ schema, source: query, rootValue: { entry }, contextValue: { req } });
}
const QUERY = '{ entry { n officerId principal name note details { name value } } }';

describe('Guarded fields', () => {
  it('tell a supervisor everything as it is', async () => {
    const { reason: _reason, ...entry } = ENTRY;
    expect(await asked('supervisor', QUERY)).toEqual({ data: { entry } });
  });

  it('tell an analyst pseudonyms of officers and logins, also among the details, and no name and no text', async () => {
    expect((await asked('analyst', QUERY)).data?.['entry']).toEqual({
      n: 7, officerId: 'o-4', principal: 'p-10', name: null, note: null,
      details: [{ name: 'assignedOfficerId', value: 'o-5' }, { name: 'approver', value: 'p-8' }, { name: 'step', value: 'review' }],
    });
  });

  it('tell an administrator names, and no texts; a terminal neither', async () => {
    expect((await asked('administrator', QUERY)).data?.['entry']).toMatchObject({ officerId: 'wang', principal: 'terminal-1', name: '王芳', note: null });
    expect((await asked('terminal', QUERY)).data?.['entry']).toMatchObject({ officerId: 'wang', name: null, note: null });
  });

  it('tell whoever is not known as little as an analyst', async () => {
    expect((await asked(null, QUERY)).data?.['entry']).toMatchObject({ officerId: 'o-4', name: null, note: null });
  });

  it('refuse a text that cannot be null, with what to do', async () => {
    const { errors } = await asked('analyst', '{ entry { reason } }');
    expect(errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN', messageZh: '您的角色不能查看该字段：请去掉该字段，或请监督员查询。' });
  });

  it('leave unknown officers unknown', async () => {
    expect((await asked('analyst', '{ entry { officerId } }', undefined, { ...ENTRY, officerId: null })).data?.['entry']).toEqual({ officerId: null });
  });

  it('wait for the key, and answer nothing true when there is none', async () => {
    expect((await asked('analyst', '{ entry { officerId } }', new Source(async () => PSEUDONYMS))).data?.['entry']).toEqual({ officerId: 'o-4' });
    const failed = await asked('analyst', '{ entry { officerId } }', new Source(() => Promise.reject(new Error('no keys now'))));
    expect(failed.data?.['entry']).toEqual({ officerId: null });
    expect(failed.errors?.[0]?.message).toBe('no keys now');
  });

  it('do not ask the field’s own resolver for a text that is not told', async () => {
    let opened = 0;
    const entry = { ...ENTRY, note: () => { opened += 1; return 'secret'; } };
    await asked('analyst', '{ entry { note } }', undefined, entry);
    expect(opened).toBe(0);
    await asked('supervisor', '{ entry { note } }', undefined, entry);
    expect(opened).toBe(1);
  });

  it('cost nothing where everybody is told the same', () => {
    const schema = buildSchema(SDL);
    guardFields(schema, POLICY, new Source(() => PSEUDONYMS));
    const { n, officerId } = (schema.getType('Entry') as GraphQLObjectType).getFields();
    expect(n?.resolve).toBeUndefined();
    expect(officerId?.resolve).toBeInstanceOf(Function);
  });
});
