/** The check that every service makes of a resource policy: AWS refuses one that names a principal that does not exist. */
import type { PolicyDocument } from '../core/service';
import type { State } from '../core/state';
import { missingPrincipals } from './iam/principals';

/**
 * The principals of a policy that AWS would not find, as written, each once.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function unknownPrincipals(state: State, document: PolicyDocument): string[] {
  return [...new Set(missingPrincipals(state, document).map(({ value }) => value))];
}
