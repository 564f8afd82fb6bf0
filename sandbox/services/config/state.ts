/** The recorder, the delivery channel and the rules of every account and Region, and the ways to name them. */
import { createHash } from 'node:crypto';
import type { ConfigRule, DeliveryChannel, RecordingGroup, RecordingMode } from '@aws-sdk/client-config-service';
import { AwsError } from '../../core/aws-error';
import type { CallContext } from '../../core/service';
import { type State, store } from '../../core/state';

export type ConfigSdk = typeof import('@aws-sdk/client-config-service');

/** What the customer's recorder records, with which role, and whether it does. */
export interface Recorder {
  readonly name: string;
  roleArn: string;
  recordingGroup: RecordingGroup;
  recordingMode: RecordingMode;
  recording: boolean;
  startedAt?: Date;
  stoppedAt?: Date;
}

export interface AccountConfig {
  /** By name; there is one at most. */
  readonly recorders: Map<string, Recorder>;
  /** By name; there is one at most. */
  readonly channels: Map<string, DeliveryChannel>;
  readonly rules: Map<string, ConfigRule>;
}

const accounts = store<AccountConfig>('config', 'region', () => ({
  recorders: new Map(),
  channels: new Map(),
  rules: new Map(),
}));

export function configOf(state: State, account: string, region: string): AccountConfig {
  return accounts.of(state, account, region);
}

/** @throws AwsError `NoSuchConfigurationRecorderException` */
export function requireRecorder({ state, account, region }: CallContext, name: string | undefined): Recorder {
  const found = configOf(state, account, region).recorders.get(name ?? '');
  if (found === undefined)
    throw new AwsError(
      'NoSuchConfigurationRecorderException',
      `Cannot find configuration recorder with the specified name '${name}'.`,
    );
  return found;
}

type Place = Pick<CallContext, 'account' | 'region'>;

export function recorderArn(place: Place, name: string): string {
  return `arn:aws:config:${place.region}:${place.account}:configuration-recorder/${name}/${idOf(place, name)}`;
}

export function ruleId(place: Place, name: string): string {
  return `config-rule-${idOf(place, name)}`;
}

export function ruleArn(place: Place, name: string): string {
  return `arn:aws:config:${place.region}:${place.account}:config-rule/${ruleId(place, name)}`;
}

/** AWS makes ids up; here the same name has the same one. */
function idOf({ account, region }: Place, name: string): string {
  return createHash('sha256').update(`${account} ${region} ${name}`).digest('hex').slice(0, 12);
}
