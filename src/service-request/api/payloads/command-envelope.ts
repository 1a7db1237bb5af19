import { InputType } from '@nestjs/graphql';
import { InstantField } from '../../../platform/graphql/checked-fields.js';
import { HallIdField, IdField, SourceField } from './fields.js';

/** What every command says. In a CloudEvent the first five are attributes, the rest stands in `data`. */
@InputType({ isAbstract: true })
export abstract class CommandEnvelope {
  @SourceField({ description: 'Who sends it, as a URI reference, e.g. "/halls/hall/terminals/3"; with the id it makes a resend recognisable (来源).' })
  source!: string;

  @IdField({ description: 'The sender’s own id of this command; the same source and id again answers as the first time (幂等标识).' })
  id!: string;

  @HallIdField({ description: 'The hall; the installation’s default hall where left out (大厅编号).', optional: true })
  hallId?: string;

  @IdField({ description: 'The request’s id, unique within its hall (办件编号).' })
  requestId!: string;

  @InstantField({ description: 'When it happened at the counter (发生时刻).' })
  occurredAt!: string;

  @IdField({ description: 'The acting department (经办部门编号).' })
  departmentId!: string;

  @IdField({ description: 'The acting officer (经办人编号).', optional: true })
  officerId?: string;

  @IdField({ description: 'The terminal it was entered at (终端编号).', optional: true })
  terminalId?: string;
}
