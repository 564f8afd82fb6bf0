/** AddPermission and RemovePermission: statements of a queue's policy, by label. */
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { byUrl } from './access';
import { setAttributes } from './attributes';
import { placeOfUrl, type Queue, requireQueue, type SqsSdk } from './state';

const ACTIONS = [
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
];

export const permissionOperations: Operations<SqsSdk> = {
  AddPermission: {
    access: byUrl('AddPermission'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const { Label: label = '', Actions: actions = [], AWSAccountIds: accounts = [] } = input;
      const wrong = actions.find((action) => !ACTIONS.includes(action));
      if (wrong !== undefined)
        throw new AwsError(
          'InvalidParameterValue',
          `Value SQS:${wrong} for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.`,
        );
      const statements = statementsOf(queue);
      if (statements.some(({ Sid }) => Sid === label))
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${label} for parameter Label is invalid. Reason: Already exists.`,
        );
      const principals = accounts.map((account) => `arn:aws:iam::${account}:root`);
      const granted = actions.map((action) => `SQS:${action}`);
      const statement = {
        Sid: label,
        Effect: 'Allow',
        Principal: { AWS: principals.length === 1 ? principals[0] : principals },
        Action: granted.length === 1 ? granted[0] : granted,
        Resource: queue.arn,
      };
      const base = queue.policy ?? { Version: '2012-10-17', Id: `${queue.arn}/SQSDefaultPolicy` };
      const policy = JSON.stringify({ ...base, Statement: [...statements, statement] });
      setAttributes(context.state, queue, { Policy: policy });
      return {};
    },
  },
  RemovePermission: {
    access: byUrl('RemovePermission'),
    handle: (input, context) => {
      const queue = requireQueue(context.state, placeOfUrl(input.QueueUrl, context.region));
      const statements = statementsOf(queue);
      const kept = statements.filter(({ Sid }) => Sid !== input.Label);
      if (kept.length === statements.length)
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${input.Label} for parameter Label is invalid. Reason: can't find label on existing policy.`,
        );
      const policy = kept.length === 0 ? '' : JSON.stringify({ ...queue.policy, Statement: kept });
      setAttributes(context.state, queue, { Policy: policy });
      return {};
    },
  },
};

function statementsOf(queue: Queue): { readonly Sid?: string }[] {
  const statement = queue.policy?.Statement ?? [];
  return (Array.isArray(statement) ? statement : [statement]) as { readonly Sid?: string }[];
}
