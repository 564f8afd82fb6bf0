/** Every rule of the policy pack, in the order of the documentation. */
import { bucketCompleteness } from './bucket-completeness';
import { bucketPolicy } from './bucket-policy';
import { bucketSettings } from './bucket-settings';
import { busPolicy } from './bus-policy';
import { eventRule } from './event-rule';
import { eventTarget } from './event-target';
import { evidenceProtection } from './evidence-protection';
import { key } from './key';
import { messageEncryption } from './message-encryption';
import { publicAccess } from './public-access';
import { retention } from './retention';
import { roleTrust } from './role-trust';
import type { Rule } from './rule';
import { trail } from './trail';

export const RULES: readonly Rule[] = [
  trail,
  bucketSettings,
  bucketCompleteness,
  bucketPolicy,
  key,
  retention,
  busPolicy,
  eventRule,
  eventTarget,
  roleTrust,
  publicAccess,
  messageEncryption,
  evidenceProtection,
];
