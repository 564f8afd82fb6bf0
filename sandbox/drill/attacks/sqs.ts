/** Attacks on the queues that keep reports which were not delivered, or not dealt with. */
import type { AttackTargets, CatalogueAttack } from './attack';

type QueueAttack = Pick<CatalogueAttack, 'title' | 'expected'> & Partial<CatalogueAttack> & { readonly with?: object };

/** Where the rules of the attacked member leave what they could not deliver. */
const deadLetters = ({ member, configuration, names, queueUrl }: AttackTargets): string =>
  queueUrl(member, configuration.homeRegion, names.forwarderDeadLetterQueue);

/** Where the responder leaves what it failed at. */
const failures = ({ accountOf, configuration, names, queueUrl }: AttackTargets): string =>
  queueUrl(accountOf('security'), configuration.homeRegion, names.responderFailureQueue);

function queueAttack(event: string, { with: input = {}, from = 'member', ...attack }: QueueAttack): CatalogueAttack {
  const queue = from === 'security' ? failures : deadLetters;
  return {
    event,
    service: 'sqs',
    operation: event,
    from,
    input: (targets) => ({ QueueUrl: queue(targets), ...input }),
    ...attack,
  };
}

export const SQS_ATTACKS: readonly CatalogueAttack[] = [
  queueAttack('DeleteQueue', {
    title: 'Delete the queue of the reports that were not delivered',
    expected: 'repaired',
    lost: ['trailwarden:account-name'],
  }),
  queueAttack('PurgeQueue', {
    title: 'Delete the reports that the responder failed at',
    from: 'security',
    expected: 'alerted',
  }),
  queueAttack('SetQueueAttributes', {
    title: 'Have the queue keep reports for a minute, and only small ones',
    with: { Attributes: { MessageRetentionPeriod: '60', MaximumMessageSize: '1024' } },
    expected: 'repaired',
  }),
  queueAttack('SetQueueAttributes', {
    variant: 'encryption',
    title: 'Encrypt the queue with a key that EventBridge may not use',
    with: { Attributes: { KmsMasterKeyId: 'alias/aws/sqs' } },
    expected: 'repaired',
  }),
  queueAttack('AddPermission', {
    title: 'Let an account outside of the organization read and delete reports',
    from: 'security',
    input: (targets) => ({
      QueueUrl: failures(targets),
      Label: 'readers',
      AWSAccountIds: [targets.outsider],
      Actions: ['ReceiveMessage', 'DeleteMessage'],
    }),
    expected: 'repaired',
  }),
  queueAttack('RemovePermission', {
    title: 'Keep the rules from leaving reports in the queue',
    with: { Label: 'RulesLeaveWhatTheyCouldNotDeliver' },
    expected: 'repaired',
  }),
  queueAttack('TagQueue', {
    title: 'Change a tag of the queue of the reports that were not delivered',
    with: { Tags: { 'trailwarden:account-kind': 'nobody' } },
    expected: 'repaired',
  }),
  queueAttack('UntagQueue', {
    title: 'Take a tag from the queue of the reports that the responder failed at',
    from: 'security',
    with: { TagKeys: ['trailwarden:prefix'] },
    expected: 'repaired',
  }),
];
