/** The roles as declared, and what keeping them takes. */
import type { AccountKind, OrganizationConfiguration } from '../../configuration';
import { namesOf, roleArn } from '../../names';
import type { PolicyDocument } from '../../policy-document';
import type { KeptPermissions } from '../repair';
import { type RoleSpecification, repairedRoles, repairRole } from '../roles';
import type { Permission, Resource } from './resource';
import { declaredTags, type Tags } from './tags';

/** In the words of `GetRole`, and the policies that it does not answer. */
export interface RoleSettings {
  /** Part of the ARN by which everything knows the role, and unchangeable: a role elsewhere in its place is another one. */
  readonly Path: '/';
  readonly AssumeRolePolicyDocument: PolicyDocument;
  /** By their names; there must be no others. */
  readonly InlinePolicies: Readonly<Record<string, PolicyDocument>>;
  /** The ARNs of managed policies: there must be none. */
  readonly AttachedPolicies: readonly [];
  readonly PermissionsBoundary: null;
  readonly Description: string;
  readonly MaxSessionDuration: number;
  readonly Tags: Tags;
}

export type RoleResource = Resource<'role', RoleSettings>;

/** What a role has when nobody says otherwise. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const MAX_SESSION_SECONDS = 3600;

/** A role that repaired itself would be repaired by whoever broke it, and one that is broken cannot. */
const NOT_BY_ITSELF = 'a role is never repaired with itself; run "pulumi up" of the stack of this account';

/** @param kept `permissionsOf` the account, which are the repair role's */
export function roles(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
  kept: KeptPermissions,
): RoleResource[] {
  const declared = (specification: RoleSpecification): RoleResource => {
    const { name, description, trust, permission } = specification;
    return {
      type: 'role',
      account,
      // Every Region of a partition leads to its one IAM.
      region: configuration.homeRegion,
      name,
      arn: roleArn(configuration.partition, account, name),
      settings: {
        Path: '/',
        AssumeRolePolicyDocument: trust,
        InlinePolicies: { [permission.name]: permission.policy },
        AttachedPolicies: [],
        PermissionsBoundary: null,
        Description: description,
        MaxSessionDuration: MAX_SESSION_SECONDS,
        Tags: declaredTags(configuration, kind),
      },
    };
  };
  return [
    ...repairedRoles(configuration, kind, account).map(declared),
    { ...declared(repairRole(configuration, kept)), watchedOnly: NOT_BY_ITSELF },
  ];
}

const READ = ['iam:GetRole', 'iam:ListRolePolicies', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies'];
const EMPTY = ['iam:DeleteRolePolicy', 'iam:DetachRolePolicy'];

/**
 * Only a role with a path may be deleted: one that took the name of ours, whose ARN has none.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function rolePermissions(
  configuration: OrganizationConfiguration,
  kind: AccountKind,
  account: string,
): Permission[] {
  const { partition } = configuration;
  const names = repairedRoles(configuration, kind, account).map(({ name }) => name);
  const ours = names.map((name) => roleArn(partition, account, name));
  const impostors = names.map((name) => roleArn(partition, account, `*/${name}`));
  const repairing = roleArn(partition, account, namesOf(configuration).repairRole);
  return [
    { actions: READ, resources: [...ours, ...impostors, repairing] },
    {
      actions: [
        'iam:CreateRole',
        'iam:UpdateRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:PutRolePolicy',
        'iam:DeleteRolePermissionsBoundary',
        'iam:TagRole',
        ...EMPTY,
      ],
      resources: ours,
    },
    { actions: ['iam:DeleteRole', ...EMPTY], resources: impostors },
  ];
}
