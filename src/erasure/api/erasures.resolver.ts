import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { Actor } from '../../kernel/actor.js';
import { CorrelationId, CurrentActor } from '../../platform/auth/current-actor.js';
import { Roles } from '../../platform/auth/roles.decorator.js';
import { checkInput } from '../../platform/check-input.js';
import { CommandWatch } from '../../platform/telemetry/command-watch.js';
import { ProofRefused } from '../../proof/application/proof-refused.js';
import { ErasureCertificates, mayErase } from '../application/erasure-certificates.js';
import { Erasures, type ErasureResult } from '../application/erasures.js';
import { isKeyId } from '../domain/erasure-events.js';
import { EraseApplicantInput } from './erase-applicant.input.js';
import { ErasureCertificate, certificateOf } from './erasure-certificate.type.js';
import { ErasureOutcome, erasureOutcome, erasureRefused } from './erasure-outcome.js';

const COMMAND = 'EraseApplicant';

@Resolver()
export class ErasuresResolver {
  constructor(
    private readonly erasures: Erasures,
    private readonly certificates: ErasureCertificates,
    private readonly watch: CommandWatch,
  ) {}

  @Mutation(() => ErasureOutcome, { description: 'Destroys the keys of one applicant’s texts, for ever; figures, hashes and proofs stay (删除申请人信息).' })
  @Roles('administrator')
  async eraseApplicant(
    @Args('input', { description: 'Whom, in which hall, and why (删除请求).' }) input: EraseApplicantInput,
    @CurrentActor() { principal, scope }: Actor,
    @CorrelationId() correlationId: string,
  ): Promise<typeof ErasureOutcome> {
    const reading = checkInput(EraseApplicantInput, { ...input });
    if (!reading.ok) throw new GraphQLError('The input is not valid.', { extensions: { code: 'BAD_USER_INPUT', fields: reading.fields } });
    const { hallId, applicantReference: reference, applicantPseudonym: pseudonym, reason } = reading.value;
    if ((reference === undefined) === (pseudonym === undefined)) return this.counted({ status: 'refused', code: 'ONE_APPLICANT' });
    // Said before anything is looked at, so that it tells nothing of another hall.
    if (!mayErase(scope, hallId)) return this.counted({ status: 'refused', code: 'UNKNOWN_APPLICANT' });
    const applicant = reference === undefined ? { pseudonym: pseudonym ?? '' } : { reference };
    return this.counted(await this.execute(() => this.erasures.erase({ hallId, applicant, reason, principal, correlationId })));
  }

  @Query(() => ErasureCertificate, { nullable: true, description: 'The certificate of an applicant’s erasure; null when none was erased under this pseudonym (删除证明).' })
  @Roles('administrator', 'supervisor')
  async erasureCertificate(
    @Args('applicantPseudonym', { type: () => String, description: 'The applicant’s pseudonym (申请人假名).' }) applicantPseudonym: string,
    @CurrentActor() { scope }: Actor,
  ): Promise<ErasureCertificate | null> {
    if (!isKeyId(applicantPseudonym)) return null;
    try {
      const certificate = await this.certificates.of(scope, applicantPseudonym);
      return certificate === null ? null : certificateOf(certificate);
    } catch (error) {
      if (error instanceof ProofRefused) throw new GraphQLError(new ProofRefused(error.code).message, { extensions: { code: error.code, messageZh: error.zh } });
      throw error;
    }
  }

  private counted(result: ErasureResult): typeof ErasureOutcome {
    this.watch.count(COMMAND, result.status === 'refused' ? 'refused' : result.status === 'erased' ? 'recorded' : 'already-recorded', result.status === 'refused' ? result.code : undefined);
    return result.status === 'refused' ? erasureRefused(result.code) : erasureOutcome(result);
  }

  private async execute(erase: () => Promise<ErasureResult>): Promise<ErasureResult> {
    try {
      return await this.watch.handle(COMMAND, 1, erase);
    } catch (error) {
      this.watch.failed(COMMAND, error);
      throw error;
    }
  }
}
