/** Config rules: put, described, deleted. They evaluate nothing: nobody asks for their results. */
import type { ConfigRule } from '@aws-sdk/client-config-service';
import { AwsError, notImplemented } from '../../core/aws-error';
import { pageOf } from '../../core/page';
import type { Access, CallContext, Operations } from '../../core/service';
import { type ConfigSdk, configOf, ruleArn, ruleId } from './state';

const PAGE = 25;

export const ruleOperations = {
  PutConfigRule: {
    access: ({ ConfigRule: given }, context) => ruleAccess('PutConfigRule', given?.ConfigRuleName, context),
    handle: ({ ConfigRule: given }, context) => {
      const name = given?.ConfigRuleName ?? '';
      const { recorders, rules } = configOf(context.state, context.account, context.region);
      if (recorders.size === 0)
        throw new AwsError(
          'NoAvailableConfigurationRecorderException',
          'You must create a configuration recorder before you can create or update a Config rule.',
        );
      const { Owner, SourceIdentifier } = given?.Source ?? {};
      if (Owner !== 'AWS') throw notImplemented('config', `rules of ${Owner}`);
      if (name === '' || !/^[A-Z][A-Z0-9_]+$/.test(SourceIdentifier ?? ''))
        throw new AwsError(
          'InvalidParameterValueException',
          `The sourceIdentifier ${SourceIdentifier} is invalid. Please refer to the documentation for a list of valid sourceIdentifiers that can be used when AWS is the Owner.`,
        );
      rules.set(name, {
        ...given,
        ConfigRuleName: name,
        ConfigRuleArn: ruleArn(context, name),
        ConfigRuleId: ruleId(context, name),
        ConfigRuleState: 'ACTIVE',
        Source: { Owner, SourceIdentifier },
      });
      return {};
    },
  },
  DescribeConfigRules: {
    handle: ({ ConfigRuleNames: names = [], NextToken: token }, context) => {
      if (names.length > 0) return { ConfigRules: names.map((name) => requireRule(context, name)) };
      const { rules } = configOf(context.state, context.account, context.region);
      const { items, next } = pageOf(rules.entries(), ([name]) => name, PAGE, token, 'InvalidNextTokenException');
      return { ConfigRules: items.map(([, rule]) => rule), ...(next === undefined ? {} : { NextToken: next }) };
    },
  },
  /** AWS takes a while, during which the rule is `DELETING`; here it is gone at once. */
  DeleteConfigRule: {
    access: ({ ConfigRuleName: name }, context) => ruleAccess('DeleteConfigRule', name, context),
    handle: ({ ConfigRuleName: name = '' }, context) => {
      requireRule(context, name);
      configOf(context.state, context.account, context.region).rules.delete(name);
      return {};
    },
  },
} satisfies Operations<ConfigSdk>;

function ruleAccess(action: string, name: string | undefined, context: CallContext): Access[] {
  return [{ action: `config:${action}`, resource: ruleArn(context, name ?? '') }];
}

/** @throws AwsError `NoSuchConfigRuleException` */
function requireRule({ state, account, region }: CallContext, name: string): ConfigRule {
  const found = configOf(state, account, region).rules.get(name);
  if (found === undefined)
    throw new AwsError(
      'NoSuchConfigRuleException',
      `The ConfigRule '${name}' provided in the request is invalid. Please check the configRule name.`,
    );
  return found;
}
