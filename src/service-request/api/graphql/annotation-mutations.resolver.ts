import { Mutation, Resolver } from '@nestjs/graphql';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { RateRequestInput } from '../payloads/closing.inputs.js';
import { IssueReminderInput, RuleTransferInput, VoidRequestInput } from '../payloads/supervision.inputs.js';
import { AssignOfficerInput, ExtendLimitInput, RecordProgressInput } from '../payloads/work.inputs.js';
import type { Sender } from '../record-events.js';
import { CommandInput, CommandSender } from './mutation-args.js';
import { RecordMutation } from './record-mutation.js';
import { RecordOutcome } from './record-outcome.js';

/** What is noted about a request; it may arrive late (办件附注). */
@Resolver()
@Roles('terminal', 'supervisor', 'administrator')
export class AnnotationMutationsResolver {
  constructor(private readonly mutation: RecordMutation) {}

  @Mutation(() => RecordOutcome, { description: 'The holder names the officer who handles it (指派经办人).' })
  assignOfficer(@CommandInput() input: AssignOfficerInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('AssignOfficer', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'A step of the work is recorded (办理进展).' })
  recordProgress(@CommandInput() input: RecordProgressInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('RecordProgress', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'A limit is extended before it has passed (延期).' })
  extendLimit(@CommandInput() input: ExtendLimitInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('ExtendLimit', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The applicant rates the latest closure (满意度评价).' })
  rateRequest(@CommandInput() input: RateRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('RateRequest', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'A supervisor reminds the holder (催办).' })
  issueReminder(@CommandInput() input: IssueReminderInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('IssueReminder', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'A supervisor rules on a transfer or refusal (流转裁定).' })
  ruleTransfer(@CommandInput() input: RuleTransferInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('RuleTransfer', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'A supervisor voids a request recorded by mistake (作废).' })
  voidRequest(@CommandInput() input: VoidRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('VoidRequest', input, sender);
  }
}
