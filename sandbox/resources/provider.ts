/** `pulumi:providers:aws`: the credentials, the Region and the tags that a program's resources share. */
import { AwsError } from '../core/aws-error';
import type { Gate } from '../core/gate';
import type { RoleSession } from '../core/principal';
import { checkInputs, required } from './adapter';
import { type ProviderCloud, providerCloud, type Wait } from './provider-cloud';
import type { Tags } from './tags';

/** How a deployment reaches AWS before its program has said anything. */
export interface Credentials {
  readonly gate: Pick<Gate, 'call'>;
  readonly wait?: Wait | undefined;
  /** The session that deploys. */
  readonly principal: RoleSession;
  /** The session that an access key id of `sts:AssumeRole` stands for. */
  readonly sessionOf: (accessKeyId: string) => RoleSession | undefined;
}

/** A provider that has been configured: what every resource that names it is deployed with. */
export interface ConfiguredProvider {
  readonly gate: Pick<Gate, 'call'>;
  readonly wait?: Wait | undefined;
  readonly principal: RoleSession;
  readonly region: string;
  readonly defaultTags: Tags;
}

interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
}

const INPUTS = ['allowedAccountIds', 'assumeRoles', 'defaultTags', 'forbiddenAccountIds', 'region'];

/** Inputs that change nothing here: there is no metadata service, and neither names of Regions nor versions are checked. */
const WITHOUT_EFFECT = ['skipCredentialsValidation', 'skipMetadataApiCheck', 'skipRegionValidation', 'version'];

/** Every input of the provider that the sandbox knows. */
export const PROVIDER_INPUTS: readonly string[] = [...INPUTS, ...WITHOUT_EFFECT];

/**
 * Configures a provider: assumes its roles in turn, and asks STS whose account that is.
 *
 * @param inputs the provider's inputs as the engine hands them over: strings, with JSON inside for what is nested
 * @throws Error with the real provider's words, for an account that it may not touch, a role, or a Region that is not named
 */
export async function configureProvider(
  credentials: Credentials,
  inputs: Readonly<Record<string, unknown>>,
): Promise<ConfiguredProvider> {
  checkInputs('pulumi:providers:aws', PROVIDER_INPUTS, inputs);
  const { region } = inputs;
  if (typeof region !== 'string' || region === '')
    throw new Error(
      'missing required configuration key "aws:region": The region where AWS operations will take place. ' +
        'Examples are us-east-1, us-west-2, etc.',
    );
  let principal = credentials.principal;
  for (const role of nested<AssumedRole[]>(inputs.assumeRoles) ?? [])
    principal = await assume(credentials, principal, role, region);

  const defaultTags = nested<{ tags?: Tags }>(inputs.defaultTags)?.tags ?? {};
  const configured = { gate: credentials.gate, wait: credentials.wait, principal, region, defaultTags };
  const { Account } = await providerCloud(configured).call('sts', 'GetCallerIdentity', {});
  const account = required(Account, 'Account');
  const allowed = nested<string[]>(inputs.allowedAccountIds) ?? [];
  const forbidden = nested<string[]>(inputs.forbiddenAccountIds) ?? [];
  if (forbidden.includes(account) || (allowed.length > 0 && !allowed.includes(account)))
    throw new Error(`AWS account ID not allowed: ${account}`);
  return configured;
}

/** AWS as a resource of the provider reaches it, in the resource's own Region where it names one. */
export function cloudOf(provider: ConfiguredProvider, region: unknown): ProviderCloud {
  return providerCloud({ ...provider, region: typeof region === 'string' ? region : provider.region });
}

async function assume(
  { gate, sessionOf }: Credentials,
  principal: RoleSession,
  { roleArn, sessionName = 'pulumi', externalId }: AssumedRole,
  region: string,
): Promise<RoleSession> {
  const cloud = providerCloud({ gate, principal, region, defaultTags: {} });
  try {
    const { Credentials: made } = await cloud.call('sts', 'AssumeRole', {
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ExternalId: externalId,
    });
    return required(sessionOf(required(made?.AccessKeyId, 'AccessKeyId')), 'session');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new Error(`IAM Role (${roleArn}) cannot be assumed: ${error.code}: ${error.message}`, { cause: error });
  }
}

/** A nested input: the engine carries it as JSON in a string. */
function nested<T>(value: unknown): T | undefined {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T | undefined;
}
