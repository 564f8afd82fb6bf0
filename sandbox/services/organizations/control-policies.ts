/** Control policies and where they are attached. Switching a type off takes all of its policies away. */
import { AwsError } from '../../core/aws-error';
import { type ControlPolicyType, FULL_ACCESS, type OrganizationData } from './state';

const FULL_ACCESS_STATEMENTS: Readonly<Record<ControlPolicyType, object>> = {
  SERVICE_CONTROL_POLICY: { Effect: 'Allow', Action: '*', Resource: '*' },
  RESOURCE_CONTROL_POLICY: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
};

/**
 * Switches a type of policy on: the root, every unit and every account get the policy that allows everything, and
 * nothing that was attached before the type was last switched off comes back.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_enable-disable.html
 */
export function enableControlPolicies(data: OrganizationData, type: ControlPolicyType): void {
  const { organization, members, units } = data;
  if (organization === undefined) throw new AwsError('AWSOrganizationsNotInUseException', 'There is no organization.');
  const id = FULL_ACCESS[type];
  data.policies.set(id, {
    id,
    name: id.slice(2),
    description:
      type === 'SERVICE_CONTROL_POLICY' ? 'Allows access to every operation' : 'Allows access to all resources',
    type,
    content: JSON.stringify({ Version: '2012-10-17', Statement: [FULL_ACCESS_STATEMENTS[type]] }),
    awsManaged: true,
  });
  organization.enabledPolicyTypes.add(type);
  for (const target of [organization.rootId, ...units.keys(), ...members.keys()]) attachmentsOf(data, target).add(id);
}

/** Switches a type of policy off: every policy of that type is detached from everything. */
export function disableControlPolicies(data: OrganizationData, type: ControlPolicyType): void {
  data.organization?.enabledPolicyTypes.delete(type);
  for (const attached of data.attachments.values())
    for (const id of attached) if (data.policies.get(id)?.type === type) attached.delete(id);
}

/** Attaches the policies that allow everything to a new unit or account. */
export function inheritFullAccess(data: OrganizationData, target: string): void {
  for (const type of data.organization?.enabledPolicyTypes ?? []) attachmentsOf(data, target).add(FULL_ACCESS[type]);
}

export function attachmentsOf(data: OrganizationData, target: string): Set<string> {
  let attached = data.attachments.get(target);
  if (attached === undefined) {
    attached = new Set();
    data.attachments.set(target, attached);
  }
  return attached;
}
