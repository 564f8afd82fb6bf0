/** Managed policies and their versions. */
import type * as Sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import type { Access, CallContext } from '../../core/service';
import type { State } from '../../core/state';
import { awsManagedPolicies } from './aws-managed-policies';
import {
  checkIdentityPolicy,
  checkName,
  checkPath,
  encoded,
  type IamOperations,
  requirePolicy,
  setTags,
  shownTags,
  tagKeys,
} from './entities';
import { newId } from './id';
import { accountOf, type ManagedPolicy, usersOfPolicy } from './state';

/** The quotas of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_CHARACTERS = 6144;
const VERSIONS = 5;
const TOO_LONG = `Cannot exceed quota for PolicySize: ${POLICY_CHARACTERS}`;

export const policyOperations = {
  CreatePolicy: {
    access: (input, context) => {
      const resource = `arn:aws:iam::${context.account}:policy${input.Path ?? '/'}${input.PolicyName}`;
      return [{ action: 'iam:CreatePolicy', resource, context: tagKeys(input.Tags) }];
    },
    handle: (input, context) => {
      const name = checkName('policyName', input.PolicyName, 128);
      const path = checkPath(input.Path);
      const { policies } = accountOf(context.state, context.account);
      if ([...policies.values()].some((policy) => policy.name.toLowerCase() === name.toLowerCase()))
        throw new AwsError(
          'EntityAlreadyExistsException',
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
        );
      const document = checkIdentityPolicy(input.PolicyDocument, POLICY_CHARACTERS, TOO_LONG);
      const now = context.clock.now();
      const policy: ManagedPolicy = {
        arn: `arn:aws:iam::${context.account}:policy${path}${name}`,
        name,
        path,
        id: newId('ANPA'),
        description: input.Description,
        createdAt: now,
        updatedAt: now,
        versions: new Map([['v1', { document, createdAt: now }]]),
        defaultVersion: 'v1',
        nextVersion: 2,
        tags: new Map(),
      };
      setTags(policy.tags, input.Tags);
      policies.set(policy.arn, policy);
      return { Policy: shownPolicy(context, policy) };
    },
  },
  GetPolicy: {
    access: (input) => policyAccess('GetPolicy', input.PolicyArn),
    handle: (input, context) => ({ Policy: shownPolicy(context, requirePolicy(context, input.PolicyArn)) }),
  },
  ListPolicies: {
    handle: (input, context) => {
      const own = input.Scope === 'AWS' ? [] : [...accountOf(context.state, context.account).policies.values()];
      const aws = input.Scope === 'Local' ? [] : [...awsManagedPolicies.values()];
      const listed = [...own, ...aws].filter(
        (policy) =>
          policy.path.startsWith(input.PathPrefix ?? '/') &&
          (input.OnlyAttached !== true ||
            usersOfPolicy(context.state, context.account, policy.arn).attached.length > 0),
      );
      const { items, next } = page(listed, { size: input.MaxItems, token: input.Marker }, 1000, 'ValidationError');
      return {
        Policies: items.map((policy) => shownPolicy(context, policy)),
        IsTruncated: next !== undefined,
        Marker: next,
      };
    },
  },
  DeletePolicy: {
    access: (input) => policyAccess('DeletePolicy', input.PolicyArn),
    handle: (input, context) => {
      const policy = requireOwnPolicy(context, input.PolicyArn);
      const users = usersOfPolicy(context.state, context.account, policy.arn);
      if (users.attached.length + users.bounded.length > 0)
        throw new AwsError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
      if (policy.versions.size > 1)
        throw new AwsError(
          'DeleteConflictException',
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      accountOf(context.state, context.account).policies.delete(policy.arn);
      return {};
    },
  },
  CreatePolicyVersion: {
    access: (input) => policyAccess('CreatePolicyVersion', input.PolicyArn),
    handle: (input, context) => {
      const policy = requireOwnPolicy(context, input.PolicyArn);
      const document = checkIdentityPolicy(input.PolicyDocument, POLICY_CHARACTERS, TOO_LONG);
      if (policy.versions.size >= VERSIONS)
        throw new AwsError(
          'LimitExceededException',
          `A managed policy can have up to ${VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        );
      const version = `v${policy.nextVersion++}`;
      policy.versions.set(version, { document, createdAt: context.clock.now() });
      policy.updatedAt = context.clock.now();
      if (input.SetAsDefault === true) policy.defaultVersion = version;
      return { PolicyVersion: shownVersion(policy, version, false) };
    },
  },
  GetPolicyVersion: {
    access: (input) => policyAccess('GetPolicyVersion', input.PolicyArn),
    handle: (input, context) => {
      const policy = requirePolicy(context, input.PolicyArn);
      return { PolicyVersion: shownVersion(policy, requireVersion(policy, input.VersionId), true) };
    },
  },
  ListPolicyVersions: {
    access: (input) => policyAccess('ListPolicyVersions', input.PolicyArn),
    handle: (input, context) => {
      const policy = requirePolicy(context, input.PolicyArn);
      const versions = [...policy.versions.keys()].reverse();
      return { Versions: versions.map((version) => shownVersion(policy, version, false)), IsTruncated: false };
    },
  },
  SetDefaultPolicyVersion: {
    access: (input) => policyAccess('SetDefaultPolicyVersion', input.PolicyArn),
    handle: (input, context) => {
      const policy = requireOwnPolicy(context, input.PolicyArn);
      policy.defaultVersion = requireVersion(policy, input.VersionId);
      return {};
    },
  },
  DeletePolicyVersion: {
    access: (input) => policyAccess('DeletePolicyVersion', input.PolicyArn),
    handle: (input, context) => {
      const policy = requireOwnPolicy(context, input.PolicyArn);
      const version = requireVersion(policy, input.VersionId);
      if (version === policy.defaultVersion)
        throw new AwsError('DeleteConflictException', 'Cannot delete the default version of a policy.');
      policy.versions.delete(version);
      return {};
    },
  },
  TagPolicy: {
    access: (input) => policyAccess('TagPolicy', input.PolicyArn, tagKeys(input.Tags)),
    handle: (input, context) => {
      setTags(requireOwnPolicy(context, input.PolicyArn).tags, input.Tags);
      return {};
    },
  },
  UntagPolicy: {
    access: (input) => policyAccess('UntagPolicy', input.PolicyArn, { 'aws:TagKeys': input.TagKeys ?? [] }),
    handle: (input, context) => {
      const { tags } = requireOwnPolicy(context, input.PolicyArn);
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  },
  ListPolicyTags: {
    access: (input) => policyAccess('ListPolicyTags', input.PolicyArn),
    handle: (input, context) => ({
      Tags: shownTags(requirePolicy(context, input.PolicyArn).tags),
      IsTruncated: false,
    }),
  },
} satisfies IamOperations;

function policyAccess(action: string, arn: string | undefined, context: Access['context'] = {}): Access[] {
  return [{ action: `iam:${action}`, resource: arn ?? '*', context }];
}

function requireOwnPolicy(context: CallContext, arn: string | undefined): ManagedPolicy {
  const policy = requirePolicy(context, arn);
  if (!awsManagedPolicies.has(policy.arn)) return policy;
  throw new AwsError('AccessDenied', `Policy ${policy.arn} is managed by AWS and cannot be changed.`);
}

function requireVersion(policy: ManagedPolicy, version: string | undefined): string {
  if (version !== undefined && policy.versions.has(version)) return version;
  throw new AwsError(
    'NoSuchEntityException',
    `Policy ${policy.arn} version ${version} does not exist or is not attachable.`,
  );
}

function shownPolicy({ state, account }: { state: State; account: string }, policy: ManagedPolicy): Sdk.Policy {
  const { attached, bounded } = usersOfPolicy(state, account, policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attached.length,
    PermissionsBoundaryUsageCount: bounded.length,
    IsAttachable: !policy.path.startsWith('/aws-service-role/'),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
    Tags: shownTags(policy.tags),
  };
}

function shownVersion(policy: ManagedPolicy, version: string, withDocument: boolean): Sdk.PolicyVersion {
  const { document, createdAt } = policy.versions.get(version) ?? { document: '', createdAt: policy.createdAt };
  return {
    ...(withDocument ? { Document: encoded(document) } : {}),
    VersionId: version,
    IsDefaultVersion: version === policy.defaultVersion,
    CreateDate: createdAt,
  };
}
