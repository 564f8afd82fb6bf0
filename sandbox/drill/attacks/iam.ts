/** Attacks on the roles that report, repair, and run the responder. */
import type { AttackCall, AttackTargets, CatalogueAttack } from './attack';

type RoleAttack = Pick<CatalogueAttack, 'title' | 'expected'> & {
  readonly role: (targets: AttackTargets) => string;
  readonly from: AttackCall['from'];
  readonly input?: object;
  readonly variant?: string;
  readonly prepare?: readonly AttackCall[];
};

function roleAttack(event: string, { role, input = {}, ...attack }: RoleAttack): CatalogueAttack {
  return {
    event,
    service: 'iam',
    operation: event,
    input: (targets) => ({ RoleName: role(targets), ...input }),
    ...attack,
  };
}

const ADMINISTRATOR = { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const LAMBDA_BASICS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const ANYBODY = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } });
const EVERYTHING = policy({ Effect: 'Allow', Action: '*', Resource: '*' });

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** On the way of no report: whatever is done to it is reported at once. */
const trailLogRole = ({ names }: AttackTargets): string => names.trailLogRole;
const responderRole = ({ names }: AttackTargets): string => names.responderRole;
const forwarderRole = ({ names }: AttackTargets): string => names.forwarderRole;
/** Not repaired with itself: what is done to it stays, and people are told. */
const repairRole = ({ names }: AttackTargets): string => names.repairRole;

/** A call on the repair role of the member that is attacked. */
function onRepairRole(operation: string, input: object = {}): AttackCall {
  return {
    service: 'iam',
    operation,
    from: 'member',
    input: (targets) => ({ RoleName: repairRole(targets), ...input }),
  };
}

/** A role is deleted after its policies, which only the repair role does not get back at once. */
const EMPTY_REPAIR_ROLE = onRepairRole('DeleteRolePolicy', { PolicyName: 'repair' });

export const IAM_ATTACKS: readonly CatalogueAttack[] = [
  roleAttack('UpdateAssumeRolePolicy', {
    title: 'Let anybody take on the role that fills the log group',
    from: 'management',
    role: trailLogRole,
    input: { PolicyDocument: ANYBODY },
    expected: 'repaired',
  }),
  roleAttack('UpdateAssumeRolePolicy', {
    variant: 'of-repair-role',
    title: 'Let anybody take on the repair role',
    from: 'member',
    role: repairRole,
    input: { PolicyDocument: ANYBODY },
    expected: 'alerted',
  }),
  roleAttack('DeleteRole', {
    title: 'Delete the repair role',
    from: 'member',
    role: repairRole,
    prepare: [EMPTY_REPAIR_ROLE],
    expected: 'alerted',
  }),
  roleAttack('DeleteRole', {
    variant: 'with-policies',
    title: 'Delete the forwarder role with its policies',
    from: 'member',
    role: forwarderRole,
    expected: 'refused',
  }),
  roleAttack('CreateRole', {
    title: 'Put a role for anybody in the place of the repair role',
    from: 'member',
    role: repairRole,
    input: { AssumeRolePolicyDocument: ANYBODY },
    prepare: [EMPTY_REPAIR_ROLE, onRepairRole('DeleteRole')],
    expected: 'alerted',
  }),
  roleAttack('PutRolePolicy', {
    title: 'Allow the forwarder role everything',
    from: 'member',
    role: forwarderRole,
    input: { PolicyName: 'more', PolicyDocument: EVERYTHING },
    expected: 'repaired',
  }),
  roleAttack('DeleteRolePolicy', {
    title: 'Take the permission from the role that fills the log group',
    from: 'management',
    role: trailLogRole,
    input: { PolicyName: 'fill-the-log-group' },
    expected: 'repaired',
  }),
  roleAttack('AttachRolePolicy', {
    title: 'Make the responder an administrator',
    from: 'security',
    role: responderRole,
    input: ADMINISTRATOR,
    expected: 'repaired',
  }),
  roleAttack('AttachRolePolicy', {
    variant: 'to-repair-role',
    title: 'Make the repair role an administrator',
    from: 'member',
    role: repairRole,
    input: ADMINISTRATOR,
    expected: 'alerted',
  }),
  roleAttack('DetachRolePolicy', {
    title: 'Take a managed policy from the repair role that should not have one',
    from: 'member',
    role: repairRole,
    input: ADMINISTRATOR,
    prepare: [onRepairRole('AttachRolePolicy', ADMINISTRATOR)],
    expected: 'alerted',
  }),
  roleAttack('PutRolePermissionsBoundary', {
    title: 'Bound the role that fills the log group',
    from: 'management',
    role: trailLogRole,
    input: { PermissionsBoundary: LAMBDA_BASICS },
    expected: 'repaired',
  }),
  roleAttack('DeleteRolePermissionsBoundary', {
    title: 'Take a boundary from the repair role that should not have one',
    from: 'member',
    role: repairRole,
    prepare: [onRepairRole('PutRolePermissionsBoundary', { PermissionsBoundary: ADMINISTRATOR.PolicyArn })],
    expected: 'alerted',
  }),
  roleAttack('UpdateRole', {
    title: 'Let sessions of the forwarder role last twelve hours',
    from: 'member',
    role: forwarderRole,
    input: { MaxSessionDuration: 43_200 },
    expected: 'repaired',
  }),
  roleAttack('UpdateRoleDescription', {
    title: 'Describe the forwarder role as not needed',
    from: 'log-archive',
    role: forwarderRole,
    input: { Description: 'Left over from a test, can be deleted.' },
    expected: 'repaired',
  }),
  roleAttack('TagRole', {
    title: 'Change a tag of the responder role',
    from: 'security',
    role: responderRole,
    input: { Tags: [{ Key: 'trailwarden:account-kind', Value: 'nobody' }] },
    expected: 'repaired',
  }),
  roleAttack('UntagRole', {
    title: 'Take a tag from the forwarder role',
    from: 'member',
    role: forwarderRole,
    input: { TagKeys: ['trailwarden:prefix'] },
    expected: 'repaired',
  }),
];
