/** A few operations of every protocol behind a real gate and a real endpoint, for the tests of the wire. */
import { AwsError } from '../../../sandbox/core/aws-error';
import { Clock } from '../../../sandbox/core/clock';
import { type AnsweredCall, Gate } from '../../../sandbox/core/gate';
import type { RoleSession } from '../../../sandbox/core/principal';
import type { Operation, Service } from '../../../sandbox/core/service';
import { State } from '../../../sandbox/core/state';
import { type Endpoint, serveEndpoint } from '../../../sandbox/doors/endpoint';

/** An instant with milliseconds, which some protocols drop. */
export const instant = new Date('2026-03-04T05:06:07.000Z');

export const account = '111111111111';

export interface SampleCloud {
  readonly endpoint: Endpoint;
  /** Every call that reached a handler, or was refused by one. */
  readonly calls: AnsweredCall[];
  /** What the endpoint wrote down as its own defects. */
  readonly defects: string[];
  /** The settings of an SDK client that speaks to this cloud, once and without retries. */
  readonly client: {
    endpoint: string;
    region: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** The input of the only call so far. */
  input(): unknown;
  close(): Promise<void>;
}

/** Serves `services`; an access key id of twelve digits is a principal of that account. */
export async function serveSample(services: readonly Service[]): Promise<SampleCloud> {
  const calls: AnsweredCall[] = [];
  const defects: string[] = [];
  const gate = new Gate({
    state: new State(),
    clock: new Clock('virtual', instant),
    services,
    authorize: async (_context, _principal, access) => {
      if (access.resource.endsWith('forbidden')) throw new AwsError('AccessDenied', `Not authorized: ${access.action}`);
    },
    record: (answered) => calls.push(answered),
  });
  const endpoint = await serveEndpoint(gate, administrator, { report: (line) => defects.push(line) });
  return {
    endpoint,
    calls,
    defects,
    client: {
      endpoint: endpoint.url,
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: account, secretAccessKey: 'any' },
    },
    input: () => {
      if (calls.length !== 1) throw new Error(`${calls.length} calls were made.`);
      return calls[0]?.call.input;
    },
    close: () => endpoint.close(),
  };
}

/** A signature header for hand-made requests. */
export function signed(name: string, accessKeyId = account): string {
  const scope = `${accessKeyId}/20260304/eu-west-1/${name}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0123456789abcdef`;
}

/** An operation that answers `output`, whatever it is given. */
export function answers<Output>(output: Output): Operation<unknown, Output> {
  return { handle: () => output };
}

/** An operation that fails. */
export function fails(code: string, message: string, members: Record<string, unknown> = {}): Operation<unknown, never> {
  return {
    handle: () => {
      throw new AwsError(code, message, members);
    },
  };
}

/** An operation that nobody may do. */
export function refused(): Operation<unknown, never> {
  return {
    access: () => [{ action: 'any:Thing', resource: 'arn:aws:any:::forbidden' }],
    handle: () => {
      throw new Error('A refused call reached its handler.');
    },
  };
}

function administrator(accessKeyId: string): RoleSession | undefined {
  if (!/^\d{12}$/.test(accessKeyId)) return undefined;
  return {
    kind: 'role',
    account: accessKeyId,
    roleName: 'Administrator',
    rolePath: '/',
    roleId: 'AROAEXAMPLE',
    sessionName: 'administrator',
    accessKeyId,
    issuedAt: instant,
  };
}
