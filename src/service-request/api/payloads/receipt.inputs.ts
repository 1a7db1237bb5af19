import { InputType } from '@nestjs/graphql';
import { InstantField, TextField, WordField } from '../../../platform/graphql/checked-fields.js';
import { LimitKind, Urgency } from '../../../platform/graphql/enums.js';
import type { LimitKind as LimitKindWord, Urgency as UrgencyWord } from '../../domain/events.js';
import { CommandEnvelope } from './command-envelope.js';
import { IdField } from './fields.js';

@InputType({ description: 'A request is received at the counter (收件).' })
export class ReceiveRequestInput extends CommandEnvelope {
  @IdField({ description: 'Code of the service item; its limits, route and calendar are pinned as they stand now (事项编码).' })
  serviceItemCode!: string;

  @TextField({ description: 'How it came in, e.g. COUNTER, ONLINE, PHONE (渠道).', charsMax: 64 })
  channel!: string;

  @WordField(Urgency, { description: 'NORMAL where left out (紧急程度).', optional: true })
  urgency?: UrgencyWord;

  @TextField({ description: 'A pseudonym of the applicant; stored encrypted (申请人代号).', charsMax: 256, optional: true })
  applicant?: string;

  @InstantField({ description: 'An explicit due instant; it replaces the service item’s limit (指定到期时刻).', optional: true })
  dueAt?: string;

  @WordField(LimitKind, { description: 'Which limit dueAt replaces; PROMISED where left out (指定的时限种类).', optional: true })
  dueLimit?: LimitKindWord;
}

@InputType({ description: 'The request is formally accepted (受理).' })
export class AcceptRequestInput extends CommandEnvelope {}
