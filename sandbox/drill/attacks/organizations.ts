/** Attacks on the organization: its trust in CloudTrail, its accounts, its policies. */
import type { AttackCall, CatalogueAttack } from './attack';

type OrganizationAttack = Pick<CatalogueAttack, 'title' | 'expected' | 'input'> & Pick<CatalogueAttack, 'prepare'>;

function organizationAttack(event: string, attack: OrganizationAttack): CatalogueAttack {
  return { event, service: 'organizations', operation: event, from: 'management', ...attack };
}

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
/** The policy that allows everything: it is attached to everything. */
const FULL_ACCESS = 'p-FullAWSAccess';

const DELEGATION: AttackCall = {
  service: 'organizations',
  operation: 'RegisterDelegatedAdministrator',
  from: 'management',
  input: ({ member }) => ({ AccountId: member, ServicePrincipal: CLOUDTRAIL }),
};

export const ORGANIZATIONS_ATTACKS: readonly CatalogueAttack[] = [
  organizationAttack('DisableAWSServiceAccess', {
    title: 'Withdraw the trust in CloudTrail, and with it the trail from every member',
    input: () => ({ ServicePrincipal: CLOUDTRAIL }),
    expected: 'repaired',
  }),
  organizationAttack('RegisterDelegatedAdministrator', {
    title: 'Have a member administer CloudTrail',
    input: DELEGATION.input,
    expected: 'alerted',
  }),
  organizationAttack('DeregisterDelegatedAdministrator', {
    title: 'Take the administration of CloudTrail from a member',
    input: DELEGATION.input,
    prepare: [DELEGATION],
    expected: 'alerted',
  }),
  organizationAttack('LeaveOrganization', {
    title: 'Take the management account out of its organization',
    input: () => ({}),
    expected: 'refused',
  }),
  organizationAttack('RemoveAccountFromOrganization', {
    title: 'Put a member out of the organization',
    input: ({ member }) => ({ AccountId: member }),
    expected: 'alerted',
  }),
  organizationAttack('CloseAccount', {
    title: 'Close a member account',
    input: ({ member }) => ({ AccountId: member }),
    expected: 'alerted',
  }),
  organizationAttack('MoveAccount', {
    title: 'Move a member to where it is',
    input: ({ member, rootId }) => ({ AccountId: member, SourceParentId: rootId, DestinationParentId: rootId }),
    expected: 'refused',
  }),
  organizationAttack('AttachPolicy', {
    title: 'Attach the policy that allows everything once more',
    input: ({ member }) => ({ PolicyId: FULL_ACCESS, TargetId: member }),
    expected: 'refused',
  }),
  organizationAttack('DetachPolicy', {
    title: 'Detach the last policy of a member, so that nothing is allowed there',
    input: ({ member }) => ({ PolicyId: FULL_ACCESS, TargetId: member }),
    expected: 'refused',
  }),
  organizationAttack('UpdatePolicy', {
    title: 'Have the policy that allows everything deny everything',
    input: () => ({
      PolicyId: FULL_ACCESS,
      Content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }),
    }),
    expected: 'refused',
  }),
  organizationAttack('DeletePolicy', {
    title: 'Delete the policy that allows everything',
    input: () => ({ PolicyId: FULL_ACCESS }),
    expected: 'refused',
  }),
  organizationAttack('DisablePolicyType', {
    title: 'Switch service control policies off',
    input: ({ rootId }) => ({ RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }),
    expected: 'alerted',
  }),
  organizationAttack('DeleteOrganization', {
    title: 'Delete the organization',
    input: () => ({}),
    expected: 'refused',
  }),
];
