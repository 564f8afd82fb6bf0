/** The policy pack: `pulumi preview --policy-pack policies`. */
import { PolicyPack } from '@pulumi/policy';
import { policiesOf } from './registration';
import { RULES } from './rules';

new PolicyPack('trailwarden', {
  description: 'No preview and no deployment makes the audit trail weaker than declared.',
  policies: policiesOf(RULES),
});
