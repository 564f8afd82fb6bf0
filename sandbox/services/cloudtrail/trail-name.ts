/** Names of trails, and the two ways of naming one: by name, or by ARN. */
import { AwsError } from '../../core/aws-error';
import { trailArn } from './state';

const ARN = /^arn:aws:cloudtrail:([a-z0-9-]+):(\d{12}):trail\/(.+)$/;

/** A trail as a caller named it. A bare name means the caller's account and Region. */
export interface TrailReference {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Whether the caller gave the whole ARN. */
  readonly byArn: boolean;
}

/**
 * Reads a name or an ARN.
 *
 * @throws AwsError `InvalidTrailNameException`, `CloudTrailARNInvalidException`
 */
export function parseTrailReference(text: string | undefined, account: string, region: string): TrailReference {
  if (text === undefined || text === '') throw new AwsError('InvalidTrailNameException', 'Trail name cannot be blank!');
  const arn = ARN.exec(text);
  if (arn !== null) {
    const [, arnRegion = '', arnAccount = '', name = ''] = arn;
    return { arn: text, name, account: arnAccount, region: arnRegion, byArn: true };
  }
  if (text.startsWith('arn:')) throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${text}.`);
  checkTrailName(text);
  return { arn: trailArn(account, region, text), name: text, account, region, byArn: false };
}

/** The ARN behind a name or ARN, for authorization, which comes before any check of the name. */
export function referencedArn(text: string | undefined, account: string, region: string): string {
  return text?.startsWith('arn:') ? text : trailArn(account, region, text ?? '*');
}

/**
 * The rules for names of trails.
 *
 * @throws AwsError `InvalidTrailNameException`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
 */
export function checkTrailName(name: string): void {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new AwsError('InvalidTrailNameException', problem);
}

function nameProblem(name: string): string | undefined {
  if (name.length < 3)
    return `Trail name too short. Minimum allowed length: 3 characters. Specified name length: ${name.length} characters.`;
  if (name.length > 128)
    return `Trail name too long. Maximum allowed length: 128 characters. Specified name length: ${name.length} characters.`;
  if (!/^[A-Za-z0-9._-]+$/.test(name))
    return 'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).';
  if (!/^[A-Za-z0-9]/.test(name)) return 'Trail name must starts with a letter or number.';
  if (!/[A-Za-z0-9]$/.test(name)) return 'Trail name must ends with a letter or number.';
  if (/[._-]{2}/.test(name)) return 'Trail name cannot have adjacent periods, underscores or dashes.';
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'Trail name cannot be in IP address format.';
  return undefined;
}
