/** Where control policies are attached: root, units and accounts. */
import type * as Sdk from '@aws-sdk/client-organizations';
import { AwsError } from '../../core/aws-error';
import type { State } from '../../core/state';
import { arnOf, entityAccess, type OrganizationsOperations, requireManagement, requireReader } from './access';
import { organizationsPage } from './accounts';
import { attachmentsOf } from './control-policies';
import { constraint, controlType, requireEnabled, requirePolicy, summary, typeKey } from './policies';
import {
  type ControlPolicy,
  type ControlPolicyType,
  FULL_ACCESS,
  type OrganizationData,
  organizationData,
} from './state';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const ATTACHED_POLICIES: Readonly<Record<ControlPolicyType, number>> = {
  SERVICE_CONTROL_POLICY: 10,
  RESOURCE_CONTROL_POLICY: 5,
};

export const policyAttachmentOperations = {
  AttachPolicy: {
    access: (input, context) =>
      [input.PolicyId, input.TargetId].flatMap((id) =>
        entityAccess(context, 'AttachPolicy', id, typeKey(context.state, input.PolicyId)),
      ),
    handle: (input, context) => {
      requireManagement(context);
      const data = organizationData(context.state);
      const policy = requirePolicy(context.state, input.PolicyId);
      const attached = attachmentsOf(data, requireTarget(data, input.TargetId));
      requireEnabled(data, policy.type);
      if (attached.has(policy.id))
        throw new AwsError('DuplicatePolicyAttachmentException', 'The policy is already attached to the target.');
      if (ofType(data, attached, policy.type).length >= ATTACHED_POLICIES[policy.type])
        throw constraint('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', 'You have attached the most policies allowed.');
      attached.add(policy.id);
      return {};
    },
  },
  DetachPolicy: {
    access: (input, context) =>
      [input.PolicyId, input.TargetId].flatMap((id) =>
        entityAccess(context, 'DetachPolicy', id, typeKey(context.state, input.PolicyId)),
      ),
    handle: (input, context) => {
      requireManagement(context);
      const data = organizationData(context.state);
      const policy = requirePolicy(context.state, input.PolicyId);
      const attached = attachmentsOf(data, requireTarget(data, input.TargetId));
      if (!attached.has(policy.id))
        throw new AwsError('PolicyNotAttachedException', 'The policy is not attached to the specified target.');
      if (policy.id === FULL_ACCESS.RESOURCE_CONTROL_POLICY)
        throw new AwsError('InvalidInputException', 'This policy cannot be detached.', {
          Reason: 'NON_DETACHABLE_POLICY',
        });
      if (ofType(data, attached, policy.type).length === 1)
        throw constraint('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', 'At least one policy must stay attached.');
      attached.delete(policy.id);
      return {};
    },
  },
  ListPoliciesForTarget: {
    access: (input, context) => entityAccess(context, 'ListPoliciesForTarget', input.TargetId),
    handle: (input, context) => {
      const organization = requireReader(context);
      const data = organizationData(context.state);
      const attached = attachmentsOf(data, requireTarget(data, input.TargetId));
      const { items, next } = organizationsPage(ofType(data, attached, controlType(input.Filter)), input);
      return { Policies: items.map((policy) => summary(organization, policy)), NextToken: next };
    },
  },
  ListTargetsForPolicy: {
    access: (input, context) => entityAccess(context, 'ListTargetsForPolicy', input.PolicyId),
    handle: (input, context) => {
      requireReader(context);
      const { id } = requirePolicy(context.state, input.PolicyId);
      const { attachments } = organizationData(context.state);
      const targets = [...attachments].filter(([, attached]) => attached.has(id)).map(([target]) => target);
      const { items, next } = organizationsPage(targets, input);
      return { Targets: items.map((target) => shownTarget(context.state, target)), NextToken: next };
    },
  },
} satisfies OrganizationsOperations;

function requireTarget(data: OrganizationData, id: string | undefined): string {
  const { organization, units, members } = data;
  if (id !== undefined && (id === organization?.rootId || units.has(id) || members.has(id))) return id;
  throw new AwsError('TargetNotFoundException', "We can't find a root, OU, or account with that id.");
}

function ofType(
  { policies }: OrganizationData,
  attached: ReadonlySet<string>,
  type: ControlPolicyType,
): ControlPolicy[] {
  return [...attached].map((id) => policies.get(id)).filter((policy): policy is ControlPolicy => policy?.type === type);
}

function shownTarget(state: State, id: string): Sdk.PolicyTargetSummary {
  const { units, members } = organizationData(state);
  const Type = id.startsWith('r-') ? 'ROOT' : id.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT';
  return { TargetId: id, Arn: arnOf(state, id), Name: members.get(id)?.name ?? units.get(id)?.name ?? 'Root', Type };
}
