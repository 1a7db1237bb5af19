import { Mutation, Resolver } from '@nestjs/graphql';
import { Roles } from '../../../platform/auth/roles.decorator.js';
import { CompleteRequestInput, ReopenRequestInput } from '../payloads/closing.inputs.js';
import { AcceptRequestInput, ReceiveRequestInput } from '../payloads/receipt.inputs.js';
import { AcceptTransferInput, RecallTransferInput, RefuseTransferInput, TransferRequestInput } from '../payloads/transfer.inputs.js';
import { ResumeRequestInput, SuspendRequestInput } from '../payloads/work.inputs.js';
import type { Sender } from '../record-events.js';
import { CommandInput, CommandSender } from './mutation-args.js';
import { RecordMutation } from './record-mutation.js';
import { RecordOutcome } from './record-outcome.js';

/** What happens to a request at the counters (办件流程). */
@Resolver()
@Roles('terminal', 'supervisor', 'administrator')
export class LifecycleMutationsResolver {
  constructor(private readonly mutation: RecordMutation) {}

  @Mutation(() => RecordOutcome, { description: 'A request is received; its id is new in its hall (收件).' })
  receiveRequest(@CommandInput() input: ReceiveRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('ReceiveRequest', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The request is formally accepted (受理).' })
  acceptRequest(@CommandInput() input: AcceptRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('AcceptRequest', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The holder hands it to another department (流转).' })
  transferRequest(@CommandInput() input: TransferRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('TransferRequest', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The receiver accepts the pending transfer (接收).' })
  acceptTransfer(@CommandInput() input: AcceptTransferInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('AcceptTransfer', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The receiver sends the pending transfer back (退回).' })
  refuseTransfer(@CommandInput() input: RefuseTransferInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('RefuseTransfer', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The sender takes the pending transfer back (撤回流转).' })
  recallTransfer(@CommandInput() input: RecallTransferInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('RecallTransfer', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The clock stops (暂停计时).' })
  suspendRequest(@CommandInput() input: SuspendRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('SuspendRequest', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The clock runs again (恢复计时).' })
  resumeRequest(@CommandInput() input: ResumeRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('ResumeRequest', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'The request is completed (办结).' })
  completeRequest(@CommandInput() input: CompleteRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('CompleteRequest', input, sender);
  }

  @Mutation(() => RecordOutcome, { description: 'A completed request is opened again (重新办理).' })
  reopenRequest(@CommandInput() input: ReopenRequestInput, @CommandSender() sender: Sender): Promise<typeof RecordOutcome> {
    return this.mutation.run('ReopenRequest', input, sender);
  }
}
