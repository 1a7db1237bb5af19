import { InputType } from '@nestjs/graphql';
import { TextField } from '../../../platform/graphql/checked-fields.js';
import { CommandEnvelope } from './command-envelope.js';
import { IdField } from './fields.js';

const NOTE = { description: 'Free text; stored encrypted (备注).', charsMax: 2000, optional: true };
const REASON_CODE = { description: 'The sender’s own reason code; it exempts nothing (原因代码).', charsMax: 64, optional: true };

@InputType({ description: 'The holder hands the request over to another department (流转).' })
export class TransferRequestInput extends CommandEnvelope {
  @IdField({ description: 'The department that hands over: the acting one (转出部门编号).' })
  fromDepartmentId!: string;

  @IdField({ description: 'The department that is to hold it (转入部门编号).' })
  toDepartmentId!: string;

  @TextField(REASON_CODE)
  reasonCode?: string;

  @TextField(NOTE)
  note?: string;
}

@InputType({ description: 'The receiver accepts the pending transfer (接收).' })
export class AcceptTransferInput extends CommandEnvelope {}

@InputType({ description: 'The receiver sends the pending transfer back (退回).' })
export class RefuseTransferInput extends CommandEnvelope {
  @TextField(REASON_CODE)
  reasonCode?: string;

  @TextField(NOTE)
  note?: string;
}

@InputType({ description: 'The sender takes back a transfer sent by mistake (撤回流转).' })
export class RecallTransferInput extends CommandEnvelope {
  @TextField(NOTE)
  note?: string;
}
