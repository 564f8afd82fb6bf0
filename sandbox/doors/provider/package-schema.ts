/** What the provider says of itself: its version, and the schema of what the sandbox can deploy. */
import { version } from '@pulumi/aws/package.json';
import { adapterOf, resourceTypes } from '../../resources/index';

/** The provider for which the sandbox answers: the one that the programs are written against. */
export const PROVIDER_VERSION: string = version;

/** Anything: the types of properties are the program's, and AWS's to refuse. */
const ANY = { $ref: 'pulumi.json#/Any' };

/**
 * The schema of the provider's package, from which `pulumi import` writes a program: every type with its inputs.
 *
 * @see https://www.pulumi.com/docs/iac/using-pulumi/extending-pulumi/schema/
 */
export function packageSchema(): object {
  return {
    name: 'aws',
    version: PROVIDER_VERSION,
    meta: { moduleFormat: '(.*)(?:/[^/]*)' },
    resources: Object.fromEntries(resourceTypes.map((type) => [type, resourceSchema(type)])),
  };
}

function resourceSchema(type: string): object {
  const { inputs, required = [] } = adapterOf(type);
  const properties = Object.fromEntries(inputs.map((input) => [input, ANY]));
  return { properties, inputProperties: properties, requiredInputs: required };
}
