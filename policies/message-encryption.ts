/** Alerts and what waits in queues say who is being looked at: nobody reads them in passing. */
import { isGiven, shown } from './property';
import { messagesOf, type ResourceRule } from './rule';

export const messageEncryption: ResourceRule = {
  name: 'message-encryption',
  description: 'Topics are encrypted by a key of their own, and queues are encrypted.',
  level: 'mandatory',
  severity: 'high',
  settings: [],
  kinds: ['aws.sns.Topic', 'aws.sqs.Queue'],
  check: ({ kind, properties: { kmsMasterKeyId, sqsManagedSseEnabled } }) =>
    kind === 'aws.sns.Topic'
      ? messagesOf(
          [
            !isGiven(kmsMasterKeyId),
            '"kmsMasterKeyId" is not set: alerts would be stored unencrypted. Give it the key of an EncryptionKey.',
          ],
          [
            kmsMasterKeyId === 'alias/aws/sns',
            '"kmsMasterKeyId" is "alias/aws/sns": the policy of this key admits no alarm, so alarms would be silent. ' +
              'Give it the key of an EncryptionKey.',
          ],
        )
      : messagesOf([
          sqsManagedSseEnabled === false && !isGiven(kmsMasterKeyId),
          `"sqsManagedSseEnabled" is ${shown(sqsManagedSseEnabled)} and there is no "kmsMasterKeyId": reports would be stored ` +
            'unencrypted. Set it to true.',
        ]),
};
