/** From rules to what the engine asks for. */
import type {
  Policies,
  PolicyConfigSchema,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from '@pulumi/policy';
import { readable } from './property';
import { type DeclaredResource, kindOf } from './resource';
import type { ResourceRule, Rule, StackRule } from './rule';
import { SETTINGS, type Settings, settingsFrom } from './settings';

/** The rules as policies of a pack. */
export function policiesOf(rules: readonly Rule[]): Policies {
  return rules.map((rule) => ('check' in rule ? resourcePolicy(rule) : stackPolicy(rule)));
}

function resourcePolicy(rule: ResourceRule): ResourceValidationPolicy {
  return {
    ...descriptionOf(rule),
    validateResource: (args, report) => {
      if (!rule.kinds.includes(kindOf(args.type))) return;
      const settings = settingsFrom(args.getConfig<Partial<Settings>>());
      for (const message of rule.check(declaredResource(args), settings)) report(message);
    },
  };
}

function stackPolicy(rule: StackRule): StackValidationPolicy {
  return {
    ...descriptionOf(rule),
    validateStack: ({ resources, getConfig }, report) => {
      const settings = settingsFrom(getConfig<Partial<Settings>>());
      for (const { urn, message } of rule.checkStack(resources.map(declaredResource), settings)) report(message, urn);
    },
  };
}

function descriptionOf({ name, description, level, severity, settings }: Rule) {
  return { name, description, enforcementLevel: level, severity, configSchema: schemaOf(settings) };
}

function schemaOf(names: readonly (keyof Settings)[]): PolicyConfigSchema {
  return {
    properties: Object.fromEntries(
      names.map((name) => {
        const { type, description, default: value } = SETTINGS[name];
        const items = type === 'array' ? { items: { type: 'string' as const } } : {};
        return [name, { type, description, default: Array.isArray(value) ? [...value] : (value as string), ...items }];
      }),
    ),
  };
}

function declaredResource(resource: ResourceValidationArgs | PolicyResource): DeclaredResource {
  return {
    urn: resource.urn,
    kind: kindOf(resource.type),
    name: resource.name,
    properties: readable(resource.props),
    isProtected: resource.opts.protect,
    dependencies: 'dependencies' in resource ? resource.dependencies.map(({ urn }) => urn) : [],
  };
}
