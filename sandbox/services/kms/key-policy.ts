/** The policies of keys: the default one, the checks of a new one, and the operations on them. */
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws-error';
import { parsePolicy, statementsOf } from '../../core/policy-document';
import type { CallContext, Operations, PolicyDocument } from '../../core/service';
import { unknownPrincipals } from '../policy-principals';
import { accessTo, keyOf, keyOperation, keyRecord } from './access';
import type { Key } from './keyring';
import { keyAccess } from './state';

const MALFORMED = 'MalformedPolicyDocumentException';
const MAXIMUM_BYTES = 32_768;

/** What a key gets that is made without a policy: IAM of the account decides. */
export function defaultKeyPolicy(account: string): PolicyDocument {
  return {
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
}

/**
 * Reads a key policy and checks that its principals exist.
 *
 * @throws AwsError `MalformedPolicyDocumentException`, `LimitExceededException`
 */
export function readKeyPolicy(text: string, context: CallContext): PolicyDocument {
  if (Buffer.byteLength(text) > MAXIMUM_BYTES)
    throw new AwsError('LimitExceededException', `The key policy must not be longer than ${MAXIMUM_BYTES} bytes.`);
  const document = parsePolicy(text, { kind: 'resource', code: MALFORMED });
  if (unknownPrincipals(context.state, document).length > 0)
    throw new AwsError(MALFORMED, 'Policy contains a statement with one or more invalid principals.');
  return document;
}

/**
 * The lockout safety check: whoever sets a policy must be able to set the next one.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export async function refuseLockout(key: Key, policy: PolicyDocument, context: CallContext): Promise<void> {
  if (leavesAdministrationToIam(policy, key.account)) return;
  const access = keyAccess({ ...key, policy }, 'kms:PutKeyPolicy', context.principal);
  try {
    await context.authorize(context.principal, context.region, access);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(MALFORMED, 'The new key policy will not allow you to update the key policy in the future.');
  }
}

function leavesAdministrationToIam(policy: PolicyDocument, account: string): boolean {
  const root = [account, `arn:aws:iam::${account}:root`];
  return statementsOf(policy).some(
    (statement) =>
      statement.effect === 'Allow' &&
      !statement.exceptPrincipals &&
      statement.principals.some(({ type, value }) => type === 'AWS' && root.includes(value)) &&
      !statement.exceptActions &&
      statement.actions.some((action) =>
        ['*', 'kms:*', 'kms:put*', 'kms:putkeypolicy'].includes(action.toLowerCase()),
      ) &&
      Object.keys(statement.conditions).length === 0,
  );
}

export const keyPolicyOperations: Operations<typeof Kms> = {
  GetKeyPolicy: {
    access: accessTo('kms:GetKeyPolicy'),
    record: keyRecord,
    handle: (input, context) => {
      requireDefaultName(input.PolicyName);
      return { Policy: keyOf(input, context).policyText, PolicyName: 'default' };
    },
  },
  ListKeyPolicies: {
    access: accessTo('kms:ListKeyPolicies'),
    record: keyRecord,
    handle: () => ({ PolicyNames: ['default'], Truncated: false }),
  },
  PutKeyPolicy: keyOperation('kms:PutKeyPolicy', async (key, input: Kms.PutKeyPolicyCommandInput, context) => {
    requireDefaultName(input.PolicyName);
    const policy = readKeyPolicy(input.Policy ?? '', context);
    if (!input.BypassPolicyLockoutSafetyCheck) await refuseLockout(key, policy, context);
    key.policy = policy;
    key.policyText = input.Policy ?? '';
  }),
};

/** A key has one policy, and `default` is its name. */
function requireDefaultName(name: string | undefined): void {
  if (name !== undefined && name !== 'default') throw new AwsError('NotFoundException', 'No such policy exists');
}
