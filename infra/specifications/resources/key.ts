/** The keys as declared, and what keeping them takes. */
import { arn } from '../../arn';
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import type { PolicyDocument } from '../../policy-document';
import { alertKeySpecification, type KeySpecification, ROTATION_PERIOD_IN_DAYS, trailKeySpecification } from '../keys';
import { alertKeyReference, trailKeyReference } from './key-references';
import type { KeyReference, Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** In the words of `DescribeKey`, `GetKeyRotationStatus` and `ListAliases`. */
export interface KeySettings {
  readonly Policy: PolicyDocument;
  readonly KeyState: 'Enabled';
  readonly KeyRotationEnabled: true;
  readonly RotationPeriodInDays: number;
  readonly Description: string;
  /** A grant lets somebody use the key beside its policy: there must be none. */
  readonly Grants: readonly [];
  /** Guardrails know the key by them. */
  readonly Tags: Tags;
  /** What the alias stands for: the key itself. */
  readonly TargetKeyId: KeyReference;
}

/** Its id is AWS's own choice: name and ARN are those of its alias. */
export type KeyResource = Resource<'key', KeySettings>;

interface DeclaredKey {
  readonly specification: KeySpecification;
  readonly reference: KeyReference;
}

export function keys(configuration: OrganizationConfiguration, kind: AccountKind): KeyResource[] {
  return keysOf(configuration, kind).map(({ specification: { policy, description }, reference }) => ({
    type: 'key',
    account: reference.account,
    region: reference.region,
    name: reference.alias,
    arn: keyArn(configuration, reference, reference.alias),
    settings: {
      Policy: policy,
      KeyState: 'Enabled',
      KeyRotationEnabled: true,
      RotationPeriodInDays: ROTATION_PERIOD_IN_DAYS,
      Description: description,
      Grants: [],
      Tags: declaredTags(configuration, kind),
      TargetKeyId: reference,
    },
  }));
}

function keysOf(configuration: OrganizationConfiguration, kind: AccountKind): DeclaredKey[] {
  if (kind === 'log-archive')
    return [{ specification: trailKeySpecification(configuration), reference: trailKeyReference(configuration) }];
  if (kind === 'security')
    return [{ specification: alertKeySpecification(configuration), reference: alertKeyReference(configuration) }];
  return [];
}

/**
 * On every key of the account in its Region: a permission that depended on the alias would be gone with it. Changing an alias takes
 * a permission on the alias and on the keys that it leaves and gets.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export function keyPermissions(configuration: OrganizationConfiguration, kind: AccountKind): Permission[] {
  return keysOf(configuration, kind).flatMap(({ reference }) => [
    {
      actions: [
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListGrants',
        'kms:ListResourceTags',
        'kms:PutKeyPolicy',
        'kms:CancelKeyDeletion',
        'kms:EnableKey',
        'kms:EnableKeyRotation',
        'kms:UpdateKeyDescription',
        'kms:RevokeGrant',
        'kms:TagResource',
      ],
      resources: [keyArn(configuration, reference, 'key/*')],
    },
    {
      actions: ['kms:CreateAlias', 'kms:UpdateAlias'],
      resources: [keyArn(configuration, reference, reference.alias), keyArn(configuration, reference, 'key/*')],
    },
    { actions: ['kms:ListKeys'], resources: ['*'] },
  ]);
}

function keyArn({ partition }: OrganizationConfiguration, { account, region }: KeyReference, resource: string): string {
  return arn({ partition, service: 'kms', region, account, resource });
}
