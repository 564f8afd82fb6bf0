/** The operations on control policies themselves: writing them, and switching their types on and off. */
import type * as Sdk from '@aws-sdk/client-organizations';
import { AwsError } from '../../core/aws-error';
import { parsePolicy } from '../../core/policy-document';
import type { State } from '../../core/state';
import {
  arnOf,
  arnOfPolicy,
  entityAccess,
  newId,
  type OrganizationsOperations,
  requireManagement,
  requireReader,
} from './access';
import { organizationsPage } from './accounts';
import { disableControlPolicies, enableControlPolicies } from './control-policies';
import {
  type ControlPolicy,
  type ControlPolicyType,
  type Organization,
  type OrganizationData,
  organizationData,
} from './state';
import { putTags } from './tags';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const POLICY_CHARACTERS: Readonly<Record<ControlPolicyType, number>> = {
  SERVICE_CONTROL_POLICY: 10_240,
  RESOURCE_CONTROL_POLICY: 5120,
};

export const policyOperations = {
  CreatePolicy: {
    access: (input, { state, account }) => {
      const { organization } = organizationData(state);
      const type = (input.Type ?? '') as ControlPolicyType;
      const policy = { id: '*', type, awsManaged: false };
      return [
        {
          action: 'organizations:CreatePolicy',
          resource: organization === undefined ? '*' : arnOfPolicy(organization, policy),
          resourceAccount: account,
          context: { 'organizations:PolicyType': type },
        },
      ];
    },
    handle: (input, context) => {
      const organization = requireManagement(context);
      const { policies } = organizationData(context.state);
      const type = controlType(input.Type);
      const content = checkContent(input.Content, type);
      requireFreeName(policies, input.Name ?? '');
      const policy: ControlPolicy = {
        id: newId('p-'),
        name: input.Name ?? '',
        description: input.Description ?? '',
        type,
        content,
        awsManaged: false,
      };
      policies.set(policy.id, policy);
      putTags(context.state, policy.id, input.Tags);
      return { Policy: shownPolicy(organization, policy) };
    },
  },
  UpdatePolicy: {
    access: (input, context) =>
      entityAccess(context, 'UpdatePolicy', input.PolicyId, typeKey(context.state, input.PolicyId)),
    handle: (input, context) => {
      const organization = requireManagement(context);
      const { policies } = organizationData(context.state);
      const policy = requireOwnPolicy(context.state, input.PolicyId);
      const content = input.Content === undefined ? policy.content : checkContent(input.Content, policy.type);
      if (input.Name !== undefined && input.Name !== policy.name) requireFreeName(policies, input.Name);
      policy.content = content;
      policy.name = input.Name ?? policy.name;
      policy.description = input.Description ?? policy.description;
      return { Policy: shownPolicy(organization, policy) };
    },
  },
  DeletePolicy: {
    access: (input, context) =>
      entityAccess(context, 'DeletePolicy', input.PolicyId, typeKey(context.state, input.PolicyId)),
    handle: (input, context) => {
      requireManagement(context);
      const { id } = requireOwnPolicy(context.state, input.PolicyId);
      const { policies, attachments, tags } = organizationData(context.state);
      if ([...attachments.values()].some((attached) => attached.has(id)))
        throw new AwsError('PolicyInUseException', 'The policy is attached to one or more entities.');
      policies.delete(id);
      tags.delete(id);
      return {};
    },
  },
  DescribePolicy: {
    access: (input, context) =>
      entityAccess(context, 'DescribePolicy', input.PolicyId, typeKey(context.state, input.PolicyId)),
    handle: (input, context) => {
      const organization = requireReader(context);
      return { Policy: shownPolicy(organization, requirePolicy(context.state, input.PolicyId)) };
    },
  },
  ListPolicies: {
    handle: (input, context) => {
      const organization = requireReader(context);
      const type = controlType(input.Filter);
      const listed = [...organizationData(context.state).policies.values()].filter((policy) => policy.type === type);
      const { items, next } = organizationsPage(listed, input);
      return { Policies: items.map((policy) => summary(organization, policy)), NextToken: next };
    },
  },
  EnablePolicyType: {
    access: (input, context) =>
      entityAccess(context, 'EnablePolicyType', input.RootId, { 'organizations:PolicyType': input.PolicyType ?? '' }),
    handle: (input, context) => {
      const organization = requireManagement(context);
      const type = controlType(input.PolicyType);
      requireRoot(organization, input.RootId);
      if (organization.enabledPolicyTypes.has(type))
        throw new AwsError('PolicyTypeAlreadyEnabledException', 'The specified policy type is already enabled.');
      enableControlPolicies(organizationData(context.state), type);
      return { Root: shownRoot(context.state, organization) };
    },
  },
  DisablePolicyType: {
    access: (input, context) =>
      entityAccess(context, 'DisablePolicyType', input.RootId, { 'organizations:PolicyType': input.PolicyType ?? '' }),
    handle: (input, context) => {
      const organization = requireManagement(context);
      const type = controlType(input.PolicyType);
      requireRoot(organization, input.RootId);
      requireEnabled(organizationData(context.state), type);
      disableControlPolicies(organizationData(context.state), type);
      return { Root: shownRoot(context.state, organization) };
    },
  },
} satisfies OrganizationsOperations;

export function controlType(type: string | undefined): ControlPolicyType {
  if (type === 'SERVICE_CONTROL_POLICY' || type === 'RESOURCE_CONTROL_POLICY') return type;
  throw new AwsError('NotImplemented', `The sandbox does not model policies of the type ${type}.`);
}

export function typeKey(state: State, id: string | undefined): Record<string, string> {
  const type = organizationData(state).policies.get(id ?? '')?.type;
  return type === undefined ? {} : { 'organizations:PolicyType': type };
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html: RCPs only deny. */
function checkContent(content: string | undefined, type: ControlPolicyType): string {
  const text = content ?? '';
  const code = 'MalformedPolicyDocumentException';
  const policy = parsePolicy(text, { kind: type === 'SERVICE_CONTROL_POLICY' ? 'identity' : 'resource', code });
  const statements = [policy.Statement].flat() as { Effect?: string; Principal?: unknown }[];
  if (type === 'RESOURCE_CONTROL_POLICY')
    for (const { Effect, Principal } of statements)
      if (Effect !== 'Deny' || Principal !== '*')
        throw new AwsError(
          code,
          'The provided policy document does not meet the requirements of the specified policy type.',
        );
  if (text.length > POLICY_CHARACTERS[type])
    throw constraint('POLICY_CONTENT_LIMIT_EXCEEDED', 'You have exceeded the maximum size of a policy.');
  return text;
}

function requireFreeName(policies: OrganizationData['policies'], name: string): void {
  if ([...policies.values()].some((policy) => policy.name === name))
    throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
}

export function requirePolicy(state: State, id: string | undefined): ControlPolicy {
  const policy = organizationData(state).policies.get(id ?? '');
  if (policy === undefined) throw new AwsError('PolicyNotFoundException', "We can't find a policy with that id.");
  return policy;
}

function requireOwnPolicy(state: State, id: string | undefined): ControlPolicy {
  const policy = requirePolicy(state, id);
  if (policy.awsManaged)
    throw new AwsError('InvalidInputException', 'You specified a policy that AWS manages.', {
      Reason: 'IMMUTABLE_POLICY',
    });
  return policy;
}

export function requireEnabled({ organization }: OrganizationData, type: ControlPolicyType): void {
  if (organization?.enabledPolicyTypes.has(type) !== true)
    throw new AwsError(
      'PolicyTypeNotEnabledException',
      'This operation can be performed only for enabled policy types.',
    );
}

function requireRoot(organization: Organization, id: string | undefined): void {
  if (id !== organization.rootId)
    throw new AwsError('RootNotFoundException', "You specified a root that doesn't exist.");
}

export function constraint(reason: string, message: string): AwsError {
  return new AwsError('ConstraintViolationException', message, { Reason: reason });
}

export function summary(organization: Organization, policy: ControlPolicy): Sdk.PolicySummary {
  return {
    Id: policy.id,
    Arn: arnOfPolicy(organization, policy),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: policy.awsManaged,
  };
}

function shownPolicy(organization: Organization, policy: ControlPolicy): Sdk.Policy {
  return { PolicySummary: summary(organization, policy), Content: policy.content };
}

function shownRoot(state: State, { rootId, enabledPolicyTypes }: Organization): Sdk.Root {
  const types = [...enabledPolicyTypes].map((Type) => ({ Type, Status: 'ENABLED' as const }));
  return { Id: rootId, Arn: arnOf(state, rootId), Name: 'Root', PolicyTypes: types };
}
