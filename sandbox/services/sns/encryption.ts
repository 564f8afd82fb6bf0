/** The key of an encrypted topic, used with the rights of whoever publishes. */
import { AwsError } from '../../core/aws-error';
import type { CallContext } from '../../core/service';
import { useKey } from '../kms/state';
import type { Topic } from './state';

const SNS_CODE: Readonly<Record<string, string>> = {
  AccessDenied: 'KMSAccessDeniedException',
  DisabledException: 'KMSDisabledException',
  InvalidArnException: 'KMSNotFoundException',
  KMSInvalidStateException: 'KMSInvalidStateException',
  NotFoundException: 'KMSNotFoundException',
};

/**
 * @throws AwsError `KMSAccessDeniedException`, `KMSDisabledException`, `KMSInvalidStateException`, `KMSNotFoundException`
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export async function useTopicKey(context: CallContext, topic: Topic): Promise<void> {
  const key = topic.attributes.get('KmsMasterKeyId');
  if (key === undefined) return;
  const { principal, region } = context;
  const via = principal.kind === 'service' ? undefined : `sns.${topic.region}.amazonaws.com`;
  const actions = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;
  try {
    await useKey(context, principal, region, ofOwner(topic, key), actions, { 'aws:sns:topicArn': topic.arn }, via);
  } catch (error) {
    const code = error instanceof AwsError ? SNS_CODE[error.code] : undefined;
    throw code === undefined ? error : new AwsError(code, (error as AwsError).message);
  }
}

/** A key id or alias means a key of the topic's account, whoever calls. */
function ofOwner(topic: Topic, key: string): string {
  if (key.startsWith('arn:')) return key;
  return `arn:aws:kms:${topic.region}:${topic.account}:${key.startsWith('alias/') ? key : `key/${key}`}`;
}
