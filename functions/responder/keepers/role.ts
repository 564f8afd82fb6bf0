/** Keeping a role: who may take it on, what it may do, and nothing beside. */
import type { RoleResource, RoleSettings } from '../../../infra/specifications/resources/role';
import { type Aws, type AwsCall, type Fields, fields, list, text, unless } from '../aws';
import { differences, type Found, settingsFrom, Unread } from '../comparison';
import type { Keeper, Repair } from './keeper';
import { declaredAmong, tagList, tagRepairs, tagsIn } from './tags';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export const roleKeeper: Keeper<RoleResource> = { read, repairs };

/** The most that IAM lists at once; it may be fewer. */
const PAGE = 1000;

async function read(resource: RoleResource, aws: Aws): Promise<Found> {
  const answer = await unless(['NoSuchEntityException'], aws(callOn(resource, 'GetRole')));
  if (answer === undefined) return { gone: true };
  const role = fields(answer.Role);
  const policies = await settingsFrom({
    AssumeRolePolicyDocument: Promise.resolve(role.AssumeRolePolicyDocument).then(documentOf),
    InlinePolicies: inlinePolicies(resource, aws),
    AttachedPolicies: listed('ListAttachedRolePolicies', 'AttachedPolicies', resource, aws).then((attached) =>
      attached.map((policy) => fields(policy).PolicyArn),
    ),
  });
  return {
    Path: role.Path,
    PermissionsBoundary: fields(role.PermissionsBoundary).PermissionsBoundaryArn,
    Description: role.Description,
    MaxSessionDuration: role.MaxSessionDuration,
    Tags: declaredAmong(tagsIn(role.Tags), resource.settings.Tags),
    ...policies,
  };
}

async function inlinePolicies(resource: RoleResource, aws: Aws): Promise<Fields> {
  const names = await listed('ListRolePolicies', 'PolicyNames', resource, aws);
  const policies = names.map(async (name) => {
    const { PolicyDocument } = await aws(callOn(resource, 'GetRolePolicy', { PolicyName: name }));
    return [String(name), documentOf(PolicyDocument)] as const;
  });
  return Object.fromEntries(await Promise.all(policies));
}

/** Everything that a list has, page by page: what an attacker adds must not hide the rest. */
async function listed(operation: string, key: string, resource: RoleResource, aws: Aws): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  let marker: string | undefined;
  do {
    const more = marker === undefined ? {} : { Marker: marker };
    const page = await aws(callOn(resource, operation, { MaxItems: PAGE, ...more }));
    all.push(...list(page[key]));
    marker = page.IsTruncated === true ? text(page.Marker) : undefined;
  } while (marker !== undefined);
  return all;
}

/** IAM answers documents percent-encoded. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
function documentOf(encoded: unknown): unknown {
  return JSON.parse(decodeURIComponent(String(encoded)));
}

function repairs(resource: RoleResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  if (actual.gone) return creation(resource, 'The role was recreated. Tags that only its stack knows are gone.');
  if (differing.has('Path')) return replacement(resource, actual);
  const { settings } = resource;
  const repaired: Repair[] = [];
  const put = (operation: string, to: Fields, undo: string, from: Fields): void => {
    repaired.push({ call: callOn(resource, operation, to), undo: callOn(resource, undo, from) });
  };
  if (differing.has('AssumeRolePolicyDocument')) {
    const input = (document: unknown): Fields => ({ PolicyDocument: JSON.stringify(document) });
    const operation = 'UpdateAssumeRolePolicy';
    put(operation, input(settings.AssumeRolePolicyDocument), operation, input(actual.AssumeRolePolicyDocument));
  }
  if (differing.has('PermissionsBoundary'))
    put('DeleteRolePermissionsBoundary', {}, 'PutRolePermissionsBoundary', {
      PermissionsBoundary: actual.PermissionsBoundary,
    });
  if (differing.has('AttachedPolicies')) repaired.push(...detachments(resource, actual));
  if (differing.has('InlinePolicies')) repaired.push(...policyRepairs(resource, actual));
  if (differing.has('Description') || differing.has('MaxSessionDuration'))
    put('UpdateRole', descriptionOf(settings), 'UpdateRole', descriptionOf(actual));
  if (differing.has('Tags'))
    repaired.push(
      ...tagRepairs(resource.settings.Tags, fields(actual.Tags), {
        tag: (tags) => callOn(resource, 'TagRole', { Tags: tagList(tags) }),
        untag: (TagKeys) => callOn(resource, 'UntagRole', { TagKeys }),
      }),
    );
  return repaired;
}

/** What is there beside goes first: all of them together must not be longer than IAM allows. */
function policyRepairs(resource: RoleResource, actual: Found): Repair[] {
  const declared = resource.settings.InlinePolicies;
  const found = fields(actual.InlinePolicies);
  const changed = Object.entries(declared).filter(
    ([name, document]) => differences({ document }, { document: found[name] }).length > 0,
  );
  return [
    ...deletions(
      resource,
      Object.entries(found).filter(([name]) => !Object.hasOwn(declared, name)),
    ),
    ...changed.map(([PolicyName, document]): Repair => {
      const before = found[PolicyName];
      return {
        call: putPolicy(resource, PolicyName, document),
        undo:
          before === undefined
            ? callOn(resource, 'DeleteRolePolicy', { PolicyName })
            : putPolicy(resource, PolicyName, before),
      };
    }),
  ];
}

function deletions(
  resource: RoleResource,
  policies: readonly (readonly [name: string, document: unknown])[],
): Repair[] {
  return policies.map(([PolicyName, document]) => ({
    call: callOn(resource, 'DeleteRolePolicy', { PolicyName }),
    undo: putPolicy(resource, PolicyName, document),
  }));
}

function detachments(resource: RoleResource, { AttachedPolicies }: Found): Repair[] {
  return list(AttachedPolicies).map((PolicyArn) => ({
    call: callOn(resource, 'DetachRolePolicy', { PolicyArn }),
    undo: callOn(resource, 'AttachRolePolicy', { PolicyArn }),
  }));
}

/** Another role has the name. Its path is part of its ARN, so that nothing knows it, and no call changes a path. */
function replacement(resource: RoleResource, actual: Found): Repair[] {
  const { AssumeRolePolicyDocument, InlinePolicies, Path, PermissionsBoundary } = actual;
  return [
    ...detachments(resource, actual),
    ...deletions(resource, Object.entries(InlinePolicies instanceof Unread ? {} : fields(InlinePolicies))),
    {
      call: callOn(resource, 'DeleteRole'),
      undo: callOn(resource, 'CreateRole', {
        Path,
        AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
        ...descriptionOf(actual),
        ...(PermissionsBoundary === undefined ? {} : { PermissionsBoundary }),
      }),
    },
    ...creation(resource, `The role was recreated: one at ${String(Path)} had its name. Tags of both are gone.`),
  ];
}

function creation(resource: RoleResource, loss: string): Repair[] {
  const { settings } = resource;
  return [
    {
      call: callOn(resource, 'CreateRole', {
        Path: settings.Path,
        AssumeRolePolicyDocument: JSON.stringify(settings.AssumeRolePolicyDocument),
        ...descriptionOf(settings),
        Tags: tagList(settings.Tags),
      }),
      undo: callOn(resource, 'DeleteRole'),
      loss,
    },
    ...Object.entries(settings.InlinePolicies).map(([PolicyName, document]) => ({
      call: putPolicy(resource, PolicyName, document),
      undo: callOn(resource, 'DeleteRolePolicy', { PolicyName }),
    })),
  ];
}

/** Both at once: what `UpdateRole` is not told it might take for empty. */
function descriptionOf({ Description, MaxSessionDuration }: Fields | RoleSettings): Fields {
  return { Description: Description ?? '', MaxSessionDuration };
}

function putPolicy(resource: RoleResource, PolicyName: string, document: unknown): AwsCall {
  return callOn(resource, 'PutRolePolicy', { PolicyName, PolicyDocument: JSON.stringify(document) });
}

function callOn({ account, region, name }: RoleResource, operation: string, input: Fields = {}): AwsCall {
  return { service: 'iam', operation, account, region, input: { RoleName: name, ...input } };
}
