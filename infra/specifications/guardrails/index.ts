/** The guardrails as declared: organization policies that refuse tampering before it happens. */
import { TAMPER_CATALOGUE } from '../../catalogue';
import type { TamperEntry } from '../../catalogue/entry';
import type { OrganizationConfiguration } from '../../configuration';
import { type PolicyDocument, type PolicyStatement, policy } from '../../policy-document';
import { callerStatements } from './callers';
import { evidenceStatements } from './evidence';

/**
 * The longest policies that are made, in characters. Organizations has taken service control policies of twice the length
 * since 2026, though not everywhere it says so: what fits the former limit fits both.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const MOST_POLICY_CHARACTERS = { SERVICE_CONTROL_POLICY: 5_120, RESOURCE_CONTROL_POLICY: 5_120 } as const;

export type GuardrailType = keyof typeof MOST_POLICY_CHARACTERS;

/** One policy of the organization. */
export interface Guardrail {
  /** `callers`, and `callers-2` and so on where one policy would be too long. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly type: GuardrailType;
  readonly document: PolicyDocument;
}

interface Group extends Pick<Guardrail, 'key' | 'description' | 'type'> {
  readonly statements: readonly PolicyStatement[];
}

/** Every guardrail of the organization, wherever they are attached: as few policies as their lengths allow. */
export function guardrails(
  configuration: OrganizationConfiguration,
  catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE,
): Guardrail[] {
  const groups: Group[] = [
    {
      key: 'callers',
      description: 'Keeps everybody but the deployment and the repair from tampering with the audit trail.',
      type: 'SERVICE_CONTROL_POLICY',
      statements: callerStatements(configuration, catalogue),
    },
    {
      key: 'evidence',
      description: 'Keeps the log files and the keys from everybody but the deployment, the repair and AWS itself.',
      type: 'RESOURCE_CONTROL_POLICY',
      statements: evidenceStatements(configuration, catalogue),
    },
  ];
  return groups.flatMap(({ key, type, description, statements }) =>
    packed(statements, MOST_POLICY_CHARACTERS[type]).map((document, index) => {
      const numbered = index === 0 ? key : `${key}-${index + 1}`;
      return { key: numbered, name: `${configuration.namePrefix}-${numbered}`, description, type, document };
    }),
  );
}

/** Whole statements, in their order, in policies of at most `most` characters. */
function packed(statements: readonly PolicyStatement[], most: number): PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  let members: PolicyStatement[] = [];
  for (const statement of statements) {
    if (members.length > 0 && JSON.stringify(policy(...members, statement)).length > most) {
      documents.push(policy(...members));
      members = [];
    }
    members.push(statement);
  }
  return [...documents, policy(...members)];
}
