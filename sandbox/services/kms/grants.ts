/** Grants: permissions on a key for one principal, without touching the key policy. */
import { randomBytes } from 'node:crypto';
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import { roleArn } from '../../core/principal';
import type { CallContext, Operations } from '../../core/service';
import { accessTo, keyOf, keyOperation, keyRecord, refuseDryRun } from './access';
import type { KeyGrant } from './keyring';
import { requireUsable } from './state';

const REACH = { crossAccount: true };

export const grantOperations: Operations<typeof Kms> = {
  CreateGrant: {
    access: accessTo('kms:CreateGrant', REACH),
    record: keyRecord,
    handle: (input, context) => {
      const key = keyOf(input, context, REACH);
      requireUsable(key);
      refuseDryRun(input);
      const grant = readGrant(input, context);
      key.grants.set(grant.id, grant);
      return { GrantId: grant.id, GrantToken: grant.token };
    },
  },

  ListGrants: {
    access: accessTo('kms:ListGrants', REACH),
    record: keyRecord,
    handle: (input, context) => {
      const key = keyOf(input, context, REACH);
      const found = [...key.grants.values()].filter(
        (grant) =>
          (input.GrantId === undefined || grant.id === input.GrantId) &&
          (input.GranteePrincipal === undefined || grant.granteePrincipal === input.GranteePrincipal),
      );
      const page = pageOf(found, (grant) => grant.id, input.Limit ?? 50, input.Marker, 'InvalidMarkerException');
      return {
        Grants: page.items.map((grant) => entryOf(grant, key.arn)),
        Truncated: page.next !== undefined,
        ...(page.next === undefined ? {} : { NextMarker: page.next }),
      };
    },
  },

  RevokeGrant: keyOperation('kms:RevokeGrant', (key, input: Kms.RevokeGrantCommandInput) => {
    refuseDryRun(input);
    if (!key.grants.delete(input.GrantId ?? ''))
      throw new AwsError('NotFoundException', `Grant ID ${input.GrantId} not found`);
  }),
};

function readGrant(input: Kms.CreateGrantCommandInput, { clock, principal }: CallContext): KeyGrant {
  if (!input.GranteePrincipal?.startsWith('arn:'))
    throw new AwsError('InvalidArnException', `${input.GranteePrincipal} is not a valid principal ARN.`);
  if (!input.Operations?.length) throw new AwsError('ValidationException', 'A grant must name at least one operation.');
  return {
    id: randomBytes(32).toString('hex'),
    token: randomBytes(60).toString('base64'),
    ...(input.Name === undefined ? {} : { name: input.Name }),
    granteePrincipal: input.GranteePrincipal,
    ...(input.RetiringPrincipal === undefined ? {} : { retiringPrincipal: input.RetiringPrincipal }),
    operations: input.Operations,
    ...(input.Constraints === undefined ? {} : { constraints: constraintsOf(input.Constraints) }),
    issuer: principal.kind === 'role' ? roleArn(principal) : principal.service,
    created: clock.now(),
  };
}

function constraintsOf(given: Kms.GrantConstraints): NonNullable<KeyGrant['constraints']> {
  return {
    ...(given.EncryptionContextSubset ? { EncryptionContextSubset: given.EncryptionContextSubset } : {}),
    ...(given.EncryptionContextEquals ? { EncryptionContextEquals: given.EncryptionContextEquals } : {}),
  };
}

function entryOf(grant: KeyGrant, keyArn: string): Kms.GrantListEntry {
  return {
    KeyId: keyArn,
    GrantId: grant.id,
    Name: grant.name,
    CreationDate: grant.created,
    GranteePrincipal: grant.granteePrincipal,
    RetiringPrincipal: grant.retiringPrincipal,
    IssuingAccount: grant.issuer,
    Operations: [...grant.operations] as Kms.GrantOperation[],
    Constraints: grant.constraints,
  };
}
