/** The tree of the organization: one root, organizational units, accounts. */
import type * as Sdk from '@aws-sdk/client-organizations';
import { AwsError } from '../../core/aws-error';
import type { State } from '../../core/state';
import { arnOf, entityAccess, newId, type OrganizationsOperations, requireManagement, requireReader } from './access';
import { accountPage, organizationsPage, requireAccount } from './accounts';
import { inheritFullAccess } from './control-policies';
import { type OrganizationalUnit, organizationData } from './state';

export const treeOperations = {
  ListRoots: {
    handle: (_input, context) => {
      const { rootId, enabledPolicyTypes } = requireReader(context);
      const types = [...enabledPolicyTypes].map((Type) => ({ Type, Status: 'ENABLED' as const }));
      return { Roots: [{ Id: rootId, Arn: arnOf(context.state, rootId), Name: 'Root', PolicyTypes: types }] };
    },
  },
  ListParents: {
    access: (input, context) => entityAccess(context, 'ListParents', input.ChildId),
    handle: (input, context) => {
      requireReader(context);
      const { members, units } = organizationData(context.state);
      const id = members.get(input.ChildId ?? '')?.parent ?? units.get(input.ChildId ?? '')?.parent;
      if (id === undefined)
        throw new AwsError(
          'ChildNotFoundException',
          "We can't find an organizational unit (OU) or account with that id.",
        );
      return { Parents: [{ Id: id, Type: id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
    },
  },
  ListChildren: {
    access: (input, context) => entityAccess(context, 'ListChildren', input.ParentId),
    handle: (input, context) => {
      requireReader(context);
      const parent = requireParent(context.state, input.ParentId);
      const { members, units } = organizationData(context.state);
      const entities = input.ChildType === 'ACCOUNT' ? members : units;
      const ids = [...entities.values()].filter((entity) => entity.parent === parent).map(({ id }) => id);
      const { items, next } = organizationsPage(ids, input);
      return { Children: items.map((Id) => ({ Id, Type: input.ChildType })), NextToken: next };
    },
  },
  ListAccountsForParent: {
    access: (input, context) => entityAccess(context, 'ListAccountsForParent', input.ParentId),
    handle: (input, context) => {
      requireReader(context);
      const parent = requireParent(context.state, input.ParentId);
      const members = [...organizationData(context.state).members.values()];
      return accountPage(
        context.state,
        members.filter((member) => member.parent === parent),
        input,
      );
    },
  },
  ListOrganizationalUnitsForParent: {
    access: (input, context) => entityAccess(context, 'ListOrganizationalUnitsForParent', input.ParentId),
    handle: (input, context) => {
      requireReader(context);
      const parent = requireParent(context.state, input.ParentId);
      const units = [...organizationData(context.state).units.values()].filter((unit) => unit.parent === parent);
      const { items, next } = organizationsPage(units, input);
      return { OrganizationalUnits: items.map((unit) => shownUnit(context.state, unit)), NextToken: next };
    },
  },
  DescribeOrganizationalUnit: {
    access: (input, context) => entityAccess(context, 'DescribeOrganizationalUnit', input.OrganizationalUnitId),
    handle: (input, context) => {
      requireReader(context);
      return { OrganizationalUnit: shownUnit(context.state, requireUnit(context.state, input.OrganizationalUnitId)) };
    },
  },
  CreateOrganizationalUnit: {
    access: (input, context) => entityAccess(context, 'CreateOrganizationalUnit', input.ParentId),
    handle: (input, context) => {
      const { rootId } = requireManagement(context);
      const data = organizationData(context.state);
      const parent = requireParent(context.state, input.ParentId);
      const name = input.Name ?? '';
      if ([...data.units.values()].some((unit) => unit.parent === parent && unit.name === name))
        throw new AwsError('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.');
      const unit: OrganizationalUnit = { id: newId(`ou-${rootId.slice(2)}-`), name, parent };
      data.units.set(unit.id, unit);
      inheritFullAccess(data, unit.id);
      return { OrganizationalUnit: shownUnit(context.state, unit) };
    },
  },
  DeleteOrganizationalUnit: {
    access: (input, context) => entityAccess(context, 'DeleteOrganizationalUnit', input.OrganizationalUnitId),
    handle: (input, context) => {
      requireManagement(context);
      const { id } = requireUnit(context.state, input.OrganizationalUnitId);
      const { units, members, attachments } = organizationData(context.state);
      if ([...units.values(), ...members.values()].some((entity) => entity.parent === id))
        throw new AwsError('OrganizationalUnitNotEmptyException', 'The specified OU is not empty.');
      units.delete(id);
      attachments.delete(id);
      return {};
    },
  },
  MoveAccount: {
    access: (input, context) =>
      [input.AccountId, input.SourceParentId, input.DestinationParentId].flatMap((id) =>
        entityAccess(context, 'MoveAccount', id),
      ),
    handle: (input, context) => {
      requireManagement(context);
      const member = requireAccount(context.state, input.AccountId);
      requireParent(context.state, input.SourceParentId, 'SourceParentNotFoundException');
      const to = requireParent(context.state, input.DestinationParentId, 'DestinationParentNotFoundException');
      if (member.parent !== input.SourceParentId)
        throw new AwsError('SourceParentNotFoundException', "We can't find a source root or OU with that id.");
      if (member.parent === to)
        throw new AwsError(
          'DuplicateAccountException',
          'That account is already present in the specified destination.',
        );
      member.parent = to;
      return {};
    },
  },
} satisfies OrganizationsOperations;

function requireParent(state: State, id: string | undefined, code = 'ParentNotFoundException'): string {
  const { organization, units } = organizationData(state);
  if (id !== undefined && (id === organization?.rootId || units.has(id))) return id;
  throw new AwsError(code, `We can't find a root or OU with the id ${id}.`);
}

function requireUnit(state: State, id: string | undefined): OrganizationalUnit {
  const unit = organizationData(state).units.get(id ?? '');
  if (unit === undefined)
    throw new AwsError(
      'OrganizationalUnitNotFoundException',
      "You specified an organizational unit that doesn't exist.",
    );
  return unit;
}

function shownUnit(state: State, unit: OrganizationalUnit): Sdk.OrganizationalUnit {
  return { Id: unit.id, Arn: arnOf(state, unit.id), Name: unit.name };
}
