/** The key of an encrypted queue, used with the rights of whoever sends or receives. */
import { AwsError } from '../../core/aws-error';
import type { CallContext } from '../../core/service';
import { type KeyAction, useKey } from '../kms/state';
import type { Queue } from './state';

const SQS_CODE: Readonly<Record<string, string>> = {
  AccessDenied: 'KmsAccessDenied',
  DisabledException: 'KmsDisabled',
  InvalidArnException: 'KmsNotFound',
  KMSInvalidStateException: 'KmsInvalidState',
  NotFoundException: 'KmsNotFound',
};

/**
 * @throws AwsError `KmsAccessDenied`, `KmsDisabled`, `KmsInvalidState`, `KmsNotFound`
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export async function useQueueKey(context: CallContext, queue: Queue, actions: readonly KeyAction[]): Promise<void> {
  const key = queue.attributes.get('KmsMasterKeyId');
  if (key === undefined) return;
  const { principal, region } = context;
  const via = principal.kind === 'service' ? undefined : `sqs.${queue.region}.amazonaws.com`;
  try {
    await useKey(context, principal, region, ofOwner(queue, key), actions, { 'aws:sqs:arn': queue.arn }, via);
  } catch (error) {
    const code = error instanceof AwsError ? SQS_CODE[error.code] : undefined;
    throw code === undefined ? error : new AwsError(code, (error as AwsError).message);
  }
}

/** A key id or alias means a key of the queue's account, whoever calls. */
function ofOwner(queue: Queue, key: string): string {
  if (key.startsWith('arn:')) return key;
  return `arn:aws:kms:${queue.region}:${queue.account}:${key.startsWith('alias/') ? key : `key/${key}`}`;
}
