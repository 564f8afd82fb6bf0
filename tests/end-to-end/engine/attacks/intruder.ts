/** Somebody with an administrator's rights, and what they do to a deployed stack by plain calls to AWS. */
import { type ServedOrganization, shortName } from '../served-organization';

/** AWS, as the administrator of a stack's account reaches it. */
export interface Intruder {
  readonly ask: (service: string, operation: string, input: object, region?: string) => Promise<object>;
  /** The id of a resource, as Pulumi keeps it: `Key alerts-key`. */
  readonly idOf: (resource: string) => string;
}

export interface Attack {
  readonly name: string;
  readonly by: (intruder: Intruder) => Promise<unknown>;
  /** What a refresh then finds, in whichever order. */
  readonly shows: readonly string[];
  /** What a deployment then does. @default - updates what was changed, and creates what was deleted */
  readonly mends?: readonly string[];
  /** What a preview cannot rule out besides, because it depends on something that is new. @default - nothing */
  readonly foresees?: readonly string[];
}

/** An intruder in a stack's account. */
export function intruderIn(organization: ServedOrganization, stack: string): Intruder {
  const resources = organization.engine.resourcesOf(stack);
  return {
    ask: (service, operation, input, region) => organization.ask(stack, service, operation, input, region),
    idOf: (resource) => {
      const found = resources.find(({ urn }) => shortName(urn) === resource);
      if (found === undefined) throw new Error(`${stack} has no ${resource}.`);
      return found.id;
    },
  };
}

/** A policy document. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
