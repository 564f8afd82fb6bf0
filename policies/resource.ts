/** A resource as a rule sees it. */
import type { Properties } from './property';

export interface DeclaredResource {
  readonly urn: string;
  /** The kind by the name that sources use: `aws.s3.Bucket`. */
  readonly kind: string;
  readonly name: string;
  readonly properties: Properties;
  /** Whether Pulumi refuses to delete it. */
  readonly isProtected: boolean;
  /** URNs of the resources that it depends on. */
  readonly dependencies: readonly string[];
}

/**
 * `aws:s3/bucket:Bucket` → `aws.s3.Bucket`. The former names that end in `V2` are taken for the same kind, so that nothing
 * escapes a rule by its name.
 */
export function kindOf(type: string): string {
  return type.replace(/^(\w+):(\w+)(?:\/\w+)?:(\w+)$/, '$1.$2.$3').replace(/V2$/, '');
}
