/** The key of an encrypted log group. */
import { AwsError } from '../../core/aws-error';
import type { CallContext } from '../../core/service';
import { useKey } from '../kms/state';

/**
 * Checks that CloudWatch Logs may use a key for a log group.
 *
 * @throws AwsError `AccessDenied`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export async function requireLogKey(context: CallContext, groupArn: string, keyId: string): Promise<void> {
  const { account, region } = context;
  const principal = {
    kind: 'service' as const,
    service: `logs.${region}.amazonaws.com`,
    sourceArn: groupArn,
    sourceAccount: account,
  };
  try {
    await useKey(context, principal, region, keyId, ['kms:GenerateDataKey', 'kms:Decrypt'], {
      'aws:logs:arn': groupArn,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDenied',
      `The specified KMS key does not exist or is not allowed to be used with Arn '${groupArn}'`,
    );
  }
}
