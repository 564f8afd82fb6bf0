/** The central bus as declared, and what keeping it takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { arnsOf, namesOf } from '../../names';
import type { PolicyDocument } from '../../policy-document';
import { centralBusPolicy } from '../forwarding';
import type { Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** In the words of `DescribeEventBus`; where a value is `null`, the bus must not have one. */
export interface EventBusSettings {
  readonly Policy: PolicyDocument;
  /** Somebody else's key would decide whether rules can be read, and changed back. */
  readonly KmsKeyIdentifier: null;
  readonly DeadLetterConfig: null;
  readonly LogConfig: null;
  readonly Tags: Tags;
}

export type EventBusResource = Resource<'event-bus', EventBusSettings>;

export function eventBuses(configuration: OrganizationConfiguration, kind: AccountKind): EventBusResource[] {
  if (kind !== 'security') return [];
  return [
    {
      type: 'event-bus',
      account: configuration.securityAccountId,
      region: configuration.homeRegion,
      name: namesOf(configuration).centralBus,
      arn: arnsOf(configuration).centralBus,
      settings: {
        Policy: centralBusPolicy(configuration),
        KmsKeyIdentifier: null,
        DeadLetterConfig: null,
        LogConfig: null,
        Tags: declaredTags(configuration, kind),
      },
    },
  ];
}

/**
 * The policy of one bus cannot be permitted, only that of every bus.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function eventBusPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  if (kind !== 'security') return [];
  return [
    {
      actions: [
        'events:DescribeEventBus',
        'events:CreateEventBus',
        'events:UpdateEventBus',
        'events:ListTagsForResource',
        'events:TagResource',
      ],
      resources: [arnsOf(configuration).centralBus],
    },
    {
      actions: ['events:PutPermission'],
      resources: ['*'],
      condition: { StringEquals: { 'aws:RequestedRegion': configuration.homeRegion } },
    },
  ];
}
