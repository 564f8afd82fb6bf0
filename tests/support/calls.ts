/** Calls to AWS in process, with the errors that the SDK would throw. */
import type { Aws, AwsCall, Fields } from '../../functions/responder/aws';
import { AwsError } from '../../sandbox/core/aws-error';
import type { Gate } from '../../sandbox/core/gate';
import type { Principal } from '../../sandbox/core/principal';
import { administratorOf } from '../../sandbox/services/sts/state';
import type { Organization } from './organization';

/** The gate's name of a service, where it is not IAM's. */
const SIGNING_NAMES: Readonly<Record<string, string>> = { cloudwatch: 'monitoring' };

/** One call by a principal, to a service as IAM calls it or by the name in its signatures. */
export async function callAs(
  gate: Gate,
  principal: Principal,
  { service, operation, input, region }: Pick<AwsCall, 'operation' | 'input' | 'region'> & { readonly service: string },
): Promise<Fields> {
  try {
    const signingName = SIGNING_NAMES[service] ?? service;
    return (await gate.call({ principal, region, service: signingName, operation, input })) as Fields;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw Object.assign(new Error(error.message), { name: error.code });
  }
}

/** AWS as the responder calls it, by somebody who may do everything in each account. */
export function callsOfAdministrators({ state, gate }: Organization): Aws {
  return async (call) => {
    const principal = administratorOf(state, call.account);
    if (principal === undefined) throw new Error(`There is no account ${call.account}.`);
    return await callAs(gate, principal, call);
  };
}
