import { Controller, Get, Post } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { buildSchema } from 'graphql';
import { Public, Roles } from '../../../../src/platform/auth/roles.decorator.js';
import { faultsOf } from '../../../../src/platform/auth/policy/check-policies.js';
import { doorsOf } from '../../../../src/platform/auth/policy/doors.js';
import type { Held } from '../../../../src/platform/auth/policy/root-policy.js';

@Resolver()
class CasesResolver {
  @Query(() => String)
  @Roles('analyst')
  cases(): string {
    return '';
  }
}

@Controller('files')
@Roles('analyst')
class FilesController {
  @Get(':name')
  file(): string {
    return '';
  }
}

@Controller('files')
class ForgottenController {
  @Post()
  upload(): string {
    return '';
  }
}

@Controller('open')
class OpenController {
  @Get()
  @Public()
  read(): string {
    return '';
  }
}

const CASES = 'type Query { cases: Case } type Case { id: ID officerId: ID }';
const ROOTS: Record<string, Held> = { 'Query.cases': 'question', 'GET /files/:name': 'question' };
const FIELDS = { Case: { operational: 'id', officer: 'officerId' } };
const check = (given: { sdl?: string; types?: readonly (new () => object)[]; roots?: Record<string, Held>; fields?: Record<string, Record<string, string>> } = {}) =>
  faultsOf({ schema: buildSchema(given.sdl ?? CASES), doors: doorsOf(given.types ?? [CasesResolver, FilesController]), roots: given.roots ?? ROOTS, fields: given.fields ?? FIELDS });

describe('The check of the policies', () => {
  it('finds nothing where everything has its policy', () => {
    expect(check()).toEqual([]);
  });

  it('names a field that was added without a class, and where to put it', () => {
    expect(check({ sdl: CASES.replace('officerId: ID', 'officerId: ID applicant: String') }))
      .toEqual([expect.stringMatching(/^Case\.applicant has no class: put it into one of .*figure, .*officer, .*text in src\/platform\/auth\/policy\/fields-of-\*\.ts\.$/)]);
  });

  it('names a whole type that was added', () => {
    expect(check({ sdl: `${CASES} type Note { words: String author: ID }` })).toEqual([expect.stringMatching(/^Note\.words has no class/), expect.stringMatching(/^Note\.author has no class/)]);
  });

  it('names a field with two classes, and a class of a field that is not there', () => {
    expect(check({ fields: { Case: { operational: 'id officerId name', officer: 'officerId' } } })).toEqual([
      'Case.officerId has more than one class: operational, officer.', expect.stringMatching(/^Case\.name has a class in .* and is not in the schema: take it out\.$/),
    ]);
  });

  it('names a route that says of no role that it may, and is in no policy', () => {
    expect(check({ types: [CasesResolver, FilesController, ForgottenController] })).toEqual([
      'POST /files says of no role that it may: put @Roles(…), or @Public(), on ForgottenController.upload.',
      expect.stringMatching(/^POST \/files \(ForgottenController\.upload\) is in no policy: say in src\/platform\/auth\/policy\/root-policy\.ts/),
    ]);
  });

  it('names a field of a root in no policy, and a policy of no door', () => {
    expect(check({ roots: { 'GET /files/:name': 'question', 'Query.case': 'request' } })).toEqual([
      expect.stringMatching(/^Query\.cases \(CasesResolver\.cases\) is in no policy/), expect.stringMatching(/^Query\.case is in .* and is no door: take it out\.$/),
    ]);
  });

  it('names a field of a root that has no handler, for it would have no guard', () => {
    expect(check({ sdl: CASES.replace('cases: Case', 'cases: Case raw: String') })).toEqual([expect.stringMatching(/^Query\.raw is in the schema, and no resolver’s handler is known for it/)]);
  });

  it('lets nobody’s halls hold where everybody may come in', () => {
    expect(check({ types: [CasesResolver, FilesController, OpenController], roots: { ...ROOTS, 'GET /open': 'question' } }))
      .toEqual(['GET /open is @Public(), so nobody’s halls can hold there: it is "unscoped" or "local", or it needs @Roles(…).']);
  });
});
