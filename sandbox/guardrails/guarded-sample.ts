/** The sample organization with guardrails where one wants them, whatever its configuration says. */
import type { SampleOrganization } from '../sample-organization';
import { DEPLOYMENT_ROLE } from '../services/iam/standing-roles';

/** The root of an organization whose guardrails are attached to it. */
export const GUARDED_ROOT = 'r-root';

/**
 * Attaches the guardrails of a sample organization.
 *
 * @param targets to what: the root, which then has this id; units; accounts. None takes the guardrails away.
 */
export function withGuardrails(sample: SampleOrganization, targets: readonly string[]): SampleOrganization {
  const { project, configuration, description } = sample;
  const { deploymentRoleName = DEPLOYMENT_ROLE } = configuration;
  const changes = {
    [`${project}:guardrailTargets`]: JSON.stringify(targets),
    ...(targets.length === 0 ? {} : { [`${project}:deploymentRoleName`]: deploymentRoleName }),
  };
  return {
    ...sample,
    stacks: sample.stacks.map((stack) => ({ ...stack, config: { ...stack.config, ...changes } })),
    configuration: {
      ...configuration,
      guardrailTargets: targets,
      ...(targets.length === 0 ? {} : { deploymentRoleName }),
    },
    description: { ...description, policyTargets: targets },
  };
}
