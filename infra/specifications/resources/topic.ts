/** The topic of the alerts as declared, and what keeping it takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf } from '../../names';
import type { PolicyDocument } from '../../policy-document';
import { alertTopicPolicy } from '../repair';
import { alertKeyReference } from './key-references';
import type { KeyReference, Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** An endpoint of the topic. One that did not confirm yet counts: it was asked to. */
export interface SubscriptionSettings {
  readonly Protocol: 'email';
  readonly Endpoint: string;
  /** A filter would keep alerts from it. */
  readonly FilterPolicy: null;
}

/** In the words of `GetTopicAttributes`, and of `ListSubscriptionsByTopic`. */
export interface TopicSettings {
  readonly Policy: PolicyDocument;
  readonly KmsMasterKeyId: KeyReference;
  /** In bytes; what is longer is refused. */
  readonly MaximumMessageSize: string;
  /** These, and no other that carries the alerts out of the account. */
  readonly Subscriptions: readonly SubscriptionSettings[];
  readonly Tags: Tags;
}

export type TopicResource = Resource<'topic', TopicSettings>;

export function topics(configuration: OrganizationConfiguration, kind: AccountKind): TopicResource[] {
  if (kind !== 'security') return [];
  return [
    {
      type: 'topic',
      account: configuration.securityAccountId,
      region: configuration.homeRegion,
      name: namesOf(configuration).alertTopic,
      arn: arnsOf(configuration).alertTopic,
      settings: {
        Policy: alertTopicPolicy(configuration),
        KmsMasterKeyId: alertKeyReference(configuration),
        MaximumMessageSize: '262144',
        Subscriptions: configuration.alertSubscriptions.map((Endpoint) => ({
          Protocol: 'email',
          Endpoint,
          FilterPolicy: null,
        })),
        Tags: declaredTags(configuration, kind),
      },
    },
  ];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export function topicPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  if (kind !== 'security') return [];
  return [
    {
      actions: [
        'sns:GetTopicAttributes',
        'sns:ListSubscriptionsByTopic',
        'sns:GetSubscriptionAttributes',
        'sns:ListTagsForResource',
        'sns:CreateTopic',
        'sns:SetTopicAttributes',
        'sns:Subscribe',
        'sns:Unsubscribe',
        'sns:SetSubscriptionAttributes',
        'sns:TagResource',
      ],
      resources: [arnsOf(configuration).alertTopic],
    },
  ];
}
