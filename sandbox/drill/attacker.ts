/** The attackers: real SDK clients with the credentials that each of them got hold of. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../core/clock';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where, and as whom, a client calls. */
export interface ClientConfiguration {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** The role that attackers hold: an administrator's, taken on with somebody's name. */
export const ATTACKER_ROLE = 'OnCallAdministrator';

/** The administrator of an account: in the sandbox, its id is the access key. */
export function administrator(endpoint: string, account: string, region: string): ClientConfiguration {
  return { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'any' } };
}

/** Makes the role that attackers take on, as the administrator of its account would. */
export async function provideAttackerRole(as: ClientConfiguration, account: string): Promise<void> {
  const iam = new IAMClient(as);
  await iam.send(
    new CreateRoleCommand({
      RoleName: ATTACKER_ROLE,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
          },
        ],
      }),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({ RoleName: ATTACKER_ROLE, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  );
  iam.destroy();
}

/** Takes on the attacker's role: all permissions of the account, under a name that leads to a person. */
async function takeOnAttackerRole(
  as: ClientConfiguration,
  account: string,
  person: string,
): Promise<ClientConfiguration> {
  const sts = new STSClient(as);
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${ATTACKER_ROLE}`,
      RoleSessionName: person,
      SourceIdentity: `${person}@example.com`,
    }),
  );
  sts.destroy();
  return {
    ...as,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  };
}

/** A session is used for half of the hour that it lasts. */
const SESSION_USE_MS = 30 * 60_000;

/** The sessions of one person in the accounts that he is an administrator of. */
export class AttackerSessions {
  private readonly sessions = new Map<string, { readonly since: number; readonly session: ClientConfiguration }>();

  /** @param as the administrator of an account */
  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly as: (account: string) => ClientConfiguration,
    private readonly person: string,
  ) {}

  async of(account: string): Promise<ClientConfiguration> {
    const now = this.clock.now().getTime();
    const kept = this.sessions.get(account);
    if (kept !== undefined && now - kept.since < SESSION_USE_MS) return kept.session;
    const session = await takeOnAttackerRole(this.as(account), account, this.person);
    this.sessions.set(account, { since: now, session });
    return session;
  }
}

/** CloudTrail, without the SDK's own retries: what an attacker is answered is part of the result. */
export function cloudTrail(as: ClientConfiguration): CloudTrailClient {
  return new CloudTrailClient({ ...as, maxAttempts: 1 });
}

export function eventBridge(as: ClientConfiguration): EventBridgeClient {
  return new EventBridgeClient({ ...as, maxAttempts: 1 });
}
