/** The command by which a person would bring back what was there before a repair. */
import type { AwsCall, ServiceName } from './aws';

/** What the AWS CLI calls a service, where it is not what IAM calls it. */
const COMMANDS: Partial<Record<ServiceName, string>> = { s3: 's3api' };

/**
 * A command of the AWS CLI, to be run with credentials of the resource's account.
 *
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html
 */
export function commandOf({ service, operation, region, input }: AwsCall): string {
  const words = operation
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
  return `aws ${COMMANDS[service] ?? service} ${words} --region ${region} --cli-input-json ${quoted(JSON.stringify(input))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
