/** The queues as declared, and what keeping them takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { queueArn } from '../../names';
import type { PolicyDocument } from '../../policy-document';
import { KEPT_MESSAGES, queueSpecifications } from '../queues';
import type { Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** Attributes in the words of `GetQueueAttributes`; where a value is `null`, the queue must not have one. */
export interface QueueSettings {
  readonly Policy: PolicyDocument | null;
  /** In seconds. */
  readonly MessageRetentionPeriod: string;
  /** In bytes. */
  readonly MaximumMessageSize: string;
  /** In seconds: until a message can be seen, and until one that somebody looked at is seen again. */
  readonly DelaySeconds: string;
  readonly VisibilityTimeout: string;
  readonly SqsManagedSseEnabled: string;
  /** EventBridge may use no key but SQS's own. */
  readonly KmsMasterKeyId: null;
  /** What is received again and again stays. */
  readonly RedrivePolicy: null;
  readonly Tags: Tags;
}

export type QueueResource = Resource<'queue', QueueSettings>;

export function queues(configuration: OrganizationConfiguration, kind: AccountKind, account: string): QueueResource[] {
  return queueSpecifications(configuration, kind, account).map(({ policy, ...place }) => ({
    type: 'queue',
    ...place,
    settings: {
      Policy: policy ?? null,
      MessageRetentionPeriod: String(KEPT_MESSAGES.messageRetentionSeconds),
      MaximumMessageSize: String(KEPT_MESSAGES.maxMessageSize),
      DelaySeconds: String(KEPT_MESSAGES.delaySeconds),
      VisibilityTimeout: String(KEPT_MESSAGES.visibilityTimeoutSeconds),
      SqsManagedSseEnabled: String(KEPT_MESSAGES.sqsManagedSseEnabled),
      KmsMasterKeyId: null,
      RedrivePolicy: null,
      Tags: declaredTags(configuration, kind),
    },
  }));
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export function queuePermissions(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): Permission[] {
  const names = queueSpecifications(configuration, kind, account).map(({ name }) => name);
  return [
    {
      actions: [
        'sqs:GetQueueUrl',
        'sqs:GetQueueAttributes',
        'sqs:ListQueueTags',
        'sqs:SetQueueAttributes',
        'sqs:CreateQueue',
        'sqs:TagQueue',
      ],
      resources: [...new Set(names)].map((name) => queueArn(configuration.partition, '*', account, name)),
    },
  ];
}
